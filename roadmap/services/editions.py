"""Changes of an approved roadmap: collected as an edition with a reason, approved as its document, then written to the rows."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max

from roadmap import workflow
from roadmap.models import Document, Edition, Roadmap
from roadmap.permissions import plans_the_year
from roadmap.services.activities import PLANS, rows
from roadmap.services.documents import annul_document, create_document, edit_document, kind_of, submit_document
from roadmap.services.edition_changes import addition, cancellation, difference
from roadmap.services.roadmaps import PAPER, roadmaps
from roadmap.services.rows import add_row, change_row
from vsoko import history
from vsoko.registries import added_rows
from vsoko.workflow import NotAllowed, TransitionError, perform

EMPTY = "В изменении нет ни одной правки: добавьте, измените или отмените мероприятие."


def editions():
    roadmap_type = ContentType.objects.get_for_model(Roadmap)
    return Edition.objects.select_related("school").filter(target_type=roadmap_type)


def editions_of(roadmap):
    return editions().filter(target_id=roadmap.pk)


@transaction.atomic
def create_edition(roadmap_pk, *, actor, reason, changes=(), source_file=None):
    """Begin a change of an approved roadmap and return the Edition. One is under way at a time.

    `source_file` is the StoredFile that the changes were read from.
    """
    roadmap = roadmaps().select_for_update(of=("self",)).get(pk=roadmap_pk)
    if actor is not None and not plans_the_year(actor, roadmap):
        raise NotAllowed(PLANS)
    if roadmap.state != Roadmap.State.APPROVED:
        raise TransitionError(
            "Редакцией меняется утверждённая карта: черновик правьте прямо, закрытый год не меняется."
        )
    if under_way(roadmap):
        raise TransitionError("Одно изменение карты уже готовится: допишите его или отзовите, потом начните новое.")
    last = editions_of(roadmap).aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        school=roadmap.school,
        target=roadmap,
        number=last + 1,
        reason=reason.strip(),
        changes=list(changes),
        source_file=source_file,
    )
    history.record(
        edition, actor=actor, action="roadmap.edition.create", sentence="Изменение карты начато", to_state=edition.state
    )
    return edition


def under_way(roadmap):
    """Return the edition that is being prepared or approved, or None."""
    return editions_of(roadmap).filter(state__in=[Edition.State.DRAFT, Edition.State.ON_APPROVAL]).first()


def draft_edition(pk, actor):
    """Return the locked draft edition; raises when the actor may not plan the year or it has left the draft."""
    edition = editions().select_for_update(of=("self",)).get(pk=pk)
    if not plans_the_year(actor, edition):
        raise NotAllowed(PLANS)
    if edition.state != Edition.State.DRAFT:
        raise TransitionError("Изменение уже передано: отзовите его документ для правки или начните новое.")
    return edition


@transaction.atomic
def edit_reason(pk, *, actor, reason):
    edition = draft_edition(pk, actor)
    was, edition.reason = edition.reason, reason.strip()
    edition.save(update_fields=["reason"])
    _record(edition, actor, "Причина изменения уточнена", {"почему меняется": [was, edition.reason]})
    return edition


@transaction.atomic
def propose_row(pk, *, actor, fields, origin=None):
    """Add a new row to the change, with the record for whose sake it is there, and return the Edition."""
    edition = draft_edition(pk, actor)
    return _put(edition, actor, addition(fields, origin))


@transaction.atomic
def propose_change(pk, activity_pk, *, actor, fields):
    """Put other words, term, stage or responsible of a row into the change; the same words take it out again."""
    edition = draft_edition(pk, actor)
    activity = _row_of(edition, activity_pk)
    change = difference(activity, fields)
    if change is None:
        raise TransitionError("Вы ничего не изменили: поправьте хотя бы одно поле или вернитесь.")
    return _put(edition, actor, change)


@transaction.atomic
def propose_cancellation(pk, activity_pk, *, actor, reason):
    """Put the cancellation of a row, with its reason, into the change and return the Edition."""
    edition = draft_edition(pk, actor)
    return _put(edition, actor, cancellation(_row_of(edition, activity_pk), reason))


@transaction.atomic
def take_back(pk, index, *, actor):
    """Take one change out of the draft edition by its place and return the Edition."""
    edition = draft_edition(pk, actor)
    if not 0 <= index < len(edition.changes):
        raise TransitionError("Такой правки в изменении уже нет: обновите страницу.")
    removed = edition.changes.pop(index)
    edition.save(update_fields=["changes"])
    _record(edition, actor, f"Правка убрана: {removed['label']}")
    return edition


def _row_of(edition, activity_pk):
    return rows().prefetch_related("responsible__employee").get(pk=activity_pk, roadmap_id=edition.target_id)


def _put(edition, actor, change):
    """One row has one change: the later one takes the place of the earlier."""
    others = [
        other for other in edition.changes if change["activity"] is None or other["activity"] != change["activity"]
    ]
    edition.changes = [*others, change]
    edition.save(update_fields=["changes"])
    _record(edition, actor, f"Правка внесена: {change['label']}")
    return edition


def _record(edition, actor, sentence, changes=None):
    history.record(edition, actor=actor, action="roadmap.edition.edit", sentence=sentence[:300], changes=changes or {})


@transaction.atomic
def submit_edition(pk, *, actor, comment="", on=None):
    """Send the change to the director as its document, new or returned, and return the Document."""
    edition = draft_edition(pk, actor)
    if not edition.changes:
        raise TransitionError(EMPTY)
    document = _paper(edition)
    if document:
        edit_document(document.pk, actor=actor, text="")
    else:
        title = f"Изменение № {edition.number}: {edition.target.title}"[:300]
        document = create_document(
            kind_of(edition.school, PAPER), actor=actor, title=title, owner=edition, roadmap=edition.target
        )
    return submit_document(document.pk, actor=actor, comment=comment, on=on)


def _paper(edition):
    return edition.documents.filter(kind__code=PAPER, state=Document.State.DRAFT).first()


@transaction.atomic
def drop_edition(pk, *, actor, comment="", on=None):
    """Give the change up while it is a draft, its returned paper with it. Returns the Edition."""
    if not plans_the_year(actor, editions().get(pk=pk)):
        raise NotAllowed(PLANS)
    edition = perform(workflow.DROP_EDITION, pk, actor=actor, queryset=editions(), comment=comment, on=on)
    if document := _paper(edition):
        annul_document(document.pk, actor=actor, comment="Изменение карты отозвано.", on=on)
    return edition


def apply_edition(edition, *, actor, on=None):
    """Write an approved edition to the rows. A row that can no longer be cancelled raises TransitionError."""
    basis = f"Редакция № {edition.number}: {edition.reason}"
    for change in edition.changes:
        if change["op"] == "add":
            row = add_row(edition.target, change["fields"], actor=actor, comment=basis, on=on)
            if origin := change.get("origin"):
                added_rows[origin["name"]](row, origin["key"], actor=actor, on=on)
            continue
        activity = rows().select_for_update(of=("self",)).get(pk=change["activity"])
        if change["op"] == "cancel":
            reason = change["fields"]["reason"]
            perform(
                workflow.CANCEL_ACTIVITY, activity.pk, actor=None, caused_by=actor, queryset=rows(), comment=reason,
                on=on, values={"reason": reason},
            )  # fmt: skip
        else:
            change_row(activity, change["fields"], actor=actor, comment=basis, on=on)
