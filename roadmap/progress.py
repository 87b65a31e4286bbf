"""How far each row of the roadmap is, computed from what happened at its stage; never stored.

Each stage registers its counting expressions, so that all rows of a roadmap are counted by one query.
"""

from functools import cache

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from roadmap.models import Activity
from vsoko import registries
from vsoko.registries import Progress


def count_of(queryset, *, match="activity", outer="pk", what="pk"):
    """Return an expression: how many rows of `queryset`, or different `what` of them, belong to the activity.

    `match` and `outer` tie them to its roadmap or school instead.
    """
    rows = queryset.order_by().filter(**{match: OuterRef(outer)}).values(match)
    counted = rows.annotate(n=Count(what, distinct=what != "pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_progress(activities, *names):
    """Return the queryset with everything that the named stages count (all, unless named), ready for `progress_of`."""
    expressions = {}
    for name in names or registries.stages:
        expressions.update(_expressions(name))
    return activities.annotate(**expressions)


@cache
def _expressions(name):
    """Return what a stage counts by, built once: every page asks, and nothing of it depends on the day or the person."""
    return registries.stages[name].annotations()


ANY_ROADMAP = -1  # stands in the prepared query where the number of the roadmap comes


@cache
def _counting_sql():
    rows = with_progress(Activity.objects.filter(roadmap=ANY_ROADMAP))
    return rows.query.sql_with_params()


def counted_rows(roadmap):
    """Return the rows of a roadmap in their order with everything counted for their progress; one query.

    Every page asks it, and putting its forty counts into SQL took longer than the answer: that is done once a process.
    """
    sql, values = _counting_sql()
    rows = list(Activity.objects.raw(sql, [roadmap.pk if value == ANY_ROADMAP else value for value in values]))
    for row in rows:
        row.roadmap = roadmap
    return rows


def progress_of(activity):
    """Return the Progress of a row that came through `with_progress`; rows dropped or done by hand say so."""
    if activity.state in (activity.State.NOT_REQUIRED, activity.State.CANCELLED):
        return Progress(0, 0, activity.get_state_display(), detail=activity.reason)
    found = registries.stages[activity.stage].progress(activity)
    if activity.state == activity.State.DONE and not found.complete:
        return Progress(1, 1, "выполнено", detail=found.detail, complete=True, url=found.url)
    return found
