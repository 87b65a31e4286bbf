"""How far each row of the roadmap is, computed from what happened at its stage; never stored.

Each stage registers its counting expressions, so that all rows of a roadmap are counted by one query.
"""

from functools import cache

from django.db.models import Count, DateField, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from roadmap.models import Activity, Roadmap
from vsoko import registries
from vsoko.prepared import Given, Prepared
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


def _rows_in_use():
    of_school = Roadmap.objects.filter(school=Given("school", IntegerField()))
    to_open = of_school.by_use(Given("day", DateField()), Given("chosen", IntegerField())).values("pk")[:1]
    rows = Activity.objects.select_related("roadmap").filter(roadmap=Subquery(to_open))
    return with_progress(rows.annotate(other_years=Exists(of_school.exclude(pk=OuterRef("roadmap")))))


ROWS_IN_USE = Prepared(_rows_in_use)


def rows_in_use(school_id, day, chosen=None):
    """Return the rows of the roadmap to open (`by_use`) with their roadmap and everything counted; one query.

    They share one roadmap: what a page finds out about it, it finds out once.
    """
    rows = ROWS_IN_USE.ask(school=school_id, day=day, chosen=chosen or 0)
    for row in rows[1:]:
        row.roadmap = rows[0].roadmap
    return rows


def progress_of(activity):
    """Return the Progress of a row that came through `with_progress`; rows dropped or done by hand say so."""
    if activity.state in (activity.State.NOT_REQUIRED, activity.State.CANCELLED):
        return Progress(0, 0, activity.get_state_display(), detail=activity.reason)
    found = registries.stages[activity.stage].progress(activity)
    if activity.state == activity.State.DONE and not found.complete:
        return Progress(1, 1, "выполнено", detail=found.detail, complete=True, url=found.url)
    return found
