"""How far each row of the roadmap is, computed from what happened at its stage; never stored.

Each stage registers its counting expressions, so that all rows of a roadmap are counted by one query.
"""

from datetime import date
from functools import cache

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from roadmap.models import Activity, Roadmap
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


# They stand in the prepared query where the values of a request come.
SCHOOL, CHOSEN, DAY = -1, -2, date.min
ROADMAP_FIELDS = [field for field in Roadmap._meta.concrete_fields if field.name != "created_at"]


@cache
def _rows_in_use():
    """Return the SQL and its values: all rows of the roadmap to open, with the columns of the roadmap and every count."""
    of_school = Roadmap.objects.filter(school=SCHOOL)
    rows = Activity.objects.filter(roadmap=Subquery(of_school.by_use(DAY, CHOSEN).values("pk")[:1])).annotate(
        other_years=Exists(of_school.exclude(pk=OuterRef("roadmap"))),
        **{f"of_{field.attname}": F(f"roadmap__{field.attname}") for field in ROADMAP_FIELDS},
    )
    return with_progress(rows).query.sql_with_params()


def rows_in_use(school_id, day, chosen=None):
    """Return the rows of the roadmap to open (`by_use`) with their roadmap and everything counted; one query.

    Every page asks it, and putting its forty counts into SQL took longer than the answer: that is done once a process.
    """
    sql, values = _rows_in_use()
    given = {str(SCHOOL): school_id, str(CHOSEN): chosen or 0, str(DAY): day}
    rows = list(Activity.objects.raw(sql, [given.get(str(value), value) for value in values]))
    if rows:
        # A raw query leaves what is not the row's own as the database has it.
        told = [field.to_python(getattr(rows[0], f"of_{field.attname}")) for field in ROADMAP_FIELDS]
        roadmap = Roadmap.from_db(rows[0]._state.db, [field.attname for field in ROADMAP_FIELDS], told)
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
