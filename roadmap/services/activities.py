"""Rows of the roadmap: edited while it is a draft, their states by hand and by what happened at their stage."""

from django.db import transaction
from django.db.models import ProtectedError

from roadmap import workflow
from roadmap.models import Activity, ActivityEvidence, Roadmap
from roadmap.permissions import plans_the_year
from roadmap.progress import progress_of, with_progress
from roadmap.services.rows import add_row, change_row
from vsoko import history
from vsoko.files import store_upload
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

PLANS = "Карту составляет заместитель директора, руководитель рабочей группы или директор."


def rows():
    return Activity.objects.select_related("roadmap__school")


def draft_of(roadmap_pk, actor):
    """Return the locked draft roadmap; raises when the actor may not plan the year or the roadmap has left the draft."""
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("school").get(pk=roadmap_pk)
    if actor is not None and not plans_the_year(actor, roadmap):
        raise NotAllowed(PLANS)
    if roadmap.state == Roadmap.State.ON_APPROVAL:
        raise TransitionError("Карта на утверждении: отзовите её документ для правки, потом меняйте мероприятия.")
    if roadmap.state != Roadmap.State.DRAFT:
        raise TransitionError("Карта утверждена: её мероприятия меняются редакцией, предложите изменение.")
    return roadmap


@transaction.atomic
def create_activity(roadmap_pk, *, actor, **fields):
    """Add a row to a draft roadmap, where its number belongs, and return it. For `fields` see `rows.facts_of`."""
    return add_row(draft_of(roadmap_pk, actor), fields, actor=actor)


@transaction.atomic
def edit_activity(pk, *, actor, **fields):
    """Change the words, term, stage or responsible of a row of a draft roadmap and return it."""
    activity = rows().get(pk=pk)
    draft_of(activity.roadmap_id, actor)
    return change_row(rows().select_for_update(of=("self",)).get(pk=pk), fields, actor=actor)


@transaction.atomic
def delete_activity(pk, *, actor, comment=""):
    """Take a row out of a draft roadmap; its papers and consultations stay without it. Returns the roadmap."""
    activity = rows().get(pk=pk)
    roadmap = draft_of(activity.roadmap_id, actor)
    history.record(
        roadmap, actor=actor, action="roadmap.activity.delete", sentence=f"Удалено мероприятие: {activity}"[:300],
        comment=comment,
    )  # fmt: skip
    try:
        activity.delete()
    except ProtectedError as error:
        raise TransitionError("На мероприятие опираются записи прошлого года: оставьте его или измените.") from error
    return roadmap


@transaction.atomic
def add_evidence(pk, *, actor, upload=None, document=None, reference="", dated=None):
    """Attach a file, a document or a reference with its own date to a row and return the ActivityEvidence.

    Raises TransitionError when nothing is given or the file is not what may be kept (`vsoko.files`).
    """
    activity = rows().select_for_update(of=("self",)).get(pk=pk)
    if not workflow.attaches_evidence(actor, activity):
        raise NotAllowed("Свидетельство прикладывает ответственный, руководитель или рабочая группа.")
    if not (upload or document or reference.strip()):
        raise TransitionError("Приложите файл, выберите документ или назовите его словами.")
    stored = store_upload(upload, school=activity.school, actor=actor) if upload else None
    evidence = ActivityEvidence.objects.create(
        activity=activity, file=stored, document=document, reference=reference.strip(), dated=dated
    )
    history.record(activity, actor=actor, action="roadmap.activity.evidence", sentence=f"Приложено: {evidence}"[:300])
    return evidence


def start_activity(pk, *, actor, comment="", on=None):
    return perform(workflow.START_ACTIVITY, pk, actor=actor, queryset=rows(), comment=comment, on=on)


def finish_activity(pk, *, actor, comment="", on=None):
    return perform(
        workflow.FINISH_ACTIVITY,
        pk,
        actor=actor,
        queryset=rows(),
        comment=comment,
        on=on,
        values={"done_on": fact_day(on)},
    )


def resume_activity(pk, *, actor, comment, on=None):
    return perform(
        workflow.RESUME_ACTIVITY,
        pk,
        actor=actor,
        queryset=rows(),
        comment=comment,
        on=on,
        values={"done_on": None, "reason": ""},
    )


def drop_activity(pk, *, actor, comment, on=None):
    """Mark a row as not required, with the reason («аудиты без несоответствий»)."""
    return perform(
        workflow.DROP_ACTIVITY, pk, actor=actor, queryset=rows(), comment=comment, on=on, values={"reason": comment}
    )


def cancel_activity(pk, *, actor, comment, on=None):
    return perform(
        workflow.CANCEL_ACTIVITY, pk, actor=actor, queryset=rows(), comment=comment, on=on, values={"reason": comment}
    )


@transaction.atomic
def settle_activity(activity, *, on=None):
    """Let the row follow the facts: it starts with the first of them and is done when its stage is complete.

    The system moves rows only forward; a person may return one to work. Rows of an unapproved roadmap wait.
    """
    if activity is None:
        return
    waiting = rows().filter(pk=activity.pk, state__in=Activity.OPEN, roadmap__state=Roadmap.State.APPROVED)
    row = waiting.first()
    if row is None:
        return
    # Every paper and signature comes by here: only what this one stage counts is counted.
    row = with_progress(waiting, row.stage).get()
    progress = progress_of(row)
    if progress.complete:
        finish_activity(row.pk, actor=None, on=on)
    elif (progress.done or progress.begun) and row.state == Activity.State.PLANNED:
        start_activity(row.pk, actor=None, on=on)


def settle_stage(roadmap, *stages, on=None):
    """Settle all rows of a roadmap that these stages carry out."""
    for activity in roadmap.activities.filter(stage__in=stages, state__in=Activity.OPEN):
        settle_activity(activity, on=on)
