"""Answers that came when the login had run out. They change nothing of the audit: they wait for their author."""

from django.core import signing
from django.db import transaction

from audits.models import AnswerDraft, Audit
from audits.permissions import is_on_team
from audits.services.answers import takes_files
from vsoko.files import store_upload
from vsoko.models import User
from vsoko.workflow import TransitionError

SALT = "checklist"
MOST_DAYS = 30


def ticket_for(actor, audit):
    """Return a sealed note on whose form of which audit it is: strangers without a login leave nothing here."""
    return signing.dumps([actor.pk, audit.pk], salt=SALT)


def author_of(ticket, pk):
    """Return (user, audit) of a sealed note about this very audit, or None where it is forged, old or out of force."""
    try:
        author, about = signing.loads(ticket, salt=SALT, max_age=MOST_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    actor = User.objects.filter(pk=author, is_active=True).first()
    audit = Audit.objects.filter(pk=pk).select_related("school").prefetch_related("team__employee").first()
    if about != pk or actor is None or audit is None or not is_on_team(actor, audit):
        return None
    return actor, audit


@transaction.atomic
def keep_draft(item, *, actor, words, files=()):
    """Keep what was typed for one question and return the draft; a file that is refused leaves its sentence in it."""
    draft, _ = AnswerDraft.objects.update_or_create(item=item, actor=actor, defaults={"words": words, "refusal": ""})
    for upload in files:
        try:
            if takes_files(item):
                draft.files.add(store_upload(upload, school=item.audit.school, actor=actor))
        except TransitionError as error:
            draft.refusal = error.message
            draft.save(update_fields=["refusal"])
    return draft


def drafts_of(actor, items):
    """Return {item pk: draft} of this person's drafts for the items."""
    found = AnswerDraft.objects.filter(actor=actor, item__in=items).prefetch_related("files")
    return {draft.item_id: draft for draft in found}
