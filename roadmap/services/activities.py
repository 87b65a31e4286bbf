"""Rows of the roadmap: their states by hand, and by what happened at their stage."""

from django.db import transaction

from roadmap import workflow
from roadmap.models import Activity
from roadmap.progress import progress_of, with_progress
from vsoko.workflow import fact_day, perform


def rows():
    return Activity.objects.select_related("roadmap__school")


def start_activity(pk, *, actor, comment="", on=None):
    return perform(workflow.START_ACTIVITY, pk, actor=actor, queryset=rows(), comment=comment, on=on)


def finish_activity(pk, *, actor, comment="", on=None):
    return perform(
        workflow.FINISH_ACTIVITY, pk, actor=actor, queryset=rows(), comment=comment, on=on,
        values={"done_on": fact_day(on)},
    )  # fmt: skip


def resume_activity(pk, *, actor, comment, on=None):
    return perform(
        workflow.RESUME_ACTIVITY, pk, actor=actor, queryset=rows(), comment=comment, on=on,
        values={"done_on": None, "reason": ""},
    )  # fmt: skip


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
    row = with_progress(rows().filter(pk=activity.pk)).first()
    if row is None or row.state not in Activity.OPEN or row.roadmap.state != "approved":
        return
    progress = progress_of(row)
    if progress.complete:
        finish_activity(row.pk, actor=None, on=on)
    elif progress.done and row.state == Activity.State.PLANNED:
        start_activity(row.pk, actor=None, on=on)


def settle_stage(roadmap, *stages, on=None):
    """Settle all rows of a roadmap that these stages carry out."""
    for activity in roadmap.activities.filter(stage__in=stages, state__in=Activity.OPEN):
        settle_activity(activity, on=on)
