"""Answers that came when the login had run out. They change nothing of the audit: they wait for their author."""

from django.core import signing
from django.db import transaction

from audits.models import AnswerDraft, Audit, OwnDraft
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


def author_of(ticket, pk, right=is_on_team):
    """Return (user, audit) of a sealed note about this very audit, or None where it is forged, old or out of force.

    `right(user, audit)` says who answers on that form.
    """
    try:
        author, about = signing.loads(ticket, salt=SALT, max_age=MOST_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    actor = User.objects.filter(pk=author, is_active=True).first()
    audits = Audit.objects.select_related("school", "association", "course_programme", "template", "selfcheck")
    audit = audits.prefetch_related("team__employee").filter(pk=pk).first()
    if about != pk or actor is None or audit is None or not right(actor, audit):
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


@transaction.atomic
def keep_own_draft(audit, *, actor, words):
    """Keep what was typed in a self-check, {prefix of a question: fields}, beside what was kept before."""
    draft, _ = OwnDraft.objects.select_for_update().get_or_create(audit=audit, actor=actor)
    draft.words |= words
    draft.save(update_fields=["words"])


def own_words(audit, actor):
    """Return {prefix of a question: fields} of what this person typed when the login had run out."""
    draft = OwnDraft.objects.filter(audit=audit, actor=actor).first()
    return draft.words if draft else {}


@transaction.atomic
def drop_own_words(audit, actor, prefixes):
    """Forget what has come back and been sent again."""
    draft = OwnDraft.objects.select_for_update().filter(audit=audit, actor=actor).first()
    if draft is None:
        return
    draft.words = {prefix: typed for prefix, typed in draft.words.items() if prefix not in prefixes}
    if draft.words:
        draft.save(update_fields=["words"])
    else:
        draft.delete()
