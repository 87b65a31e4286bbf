"""Goals of the programme of development: written and changed with their years, taken off with a reason."""

from django.db import transaction

from audits import goal_workflow as workflow
from audits.indicator_terms import Term
from audits.indicator_words import figure
from audits.models import DevelopmentGoal, GoalTarget
from audits.models.indicator import Direction
from audits.permissions import keeps_goals
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, perform

FIELDS = ("text", "source", "indicator", "base_year", "base_value", "responsible")
SORTS = {True: "учебному году, например 2026/2027", False: "календарному году, например 2026"}


def goals():
    """Return the goals with all that their standing is told by; two queries for any number of them."""
    rows = DevelopmentGoal.objects.select_related("school", "indicator__school", "responsible")
    return rows.prefetch_related("targets")


@transaction.atomic
def create_goal(school, *, actor, targets, **facts):
    """Write a goal with its targets {year: value} and return it. `facts` are FIELDS. Raises TransitionError."""
    return _save(DevelopmentGoal(school=school), actor, targets, facts)


@transaction.atomic
def edit_goal(pk, *, actor, targets, **facts):
    """Change a goal that is in force, and the targets of its years; return it."""
    goal = DevelopmentGoal.objects.select_for_update(of=("self",)).select_related("school", "indicator").get(pk=pk)
    if goal.state != DevelopmentGoal.State.ACTIVE:
        raise TransitionError("Цель снята: она больше не меняется.")
    return _save(goal, actor, targets, facts)


def _save(goal, actor, targets, facts):
    if not keeps_goals(actor, goal):
        raise NotAllowed(workflow.KEEPERS)
    is_new = goal.pk is None
    before = {} if is_new else history.snapshot(goal, FIELDS) | {"targets": told(goal)}
    for name in FIELDS:
        setattr(goal, name, facts[name])
    _check(goal, targets)
    goal.save()
    goal.targets.all().delete()
    GoalTarget.objects.bulk_create(
        GoalTarget(goal=goal, year=year, value=value) for year, value in sorted(targets.items())
    )
    changes = {} if is_new else _changes(goal, before)
    if is_new or changes:
        history.record(
            goal, actor=actor, action=f"audits.developmentgoal.{'create' if is_new else 'edit'}",
            sentence="Цель записана" if is_new else "Цель изменена", changes=changes,
        )  # fmt: skip
    return goal


def _changes(goal, before):
    goal.refresh_from_db()  # a number is told as it is kept: «60» and «60,0000» are one
    was, now = before.pop("targets"), told(goal)
    changes = history.differences(goal, before, history.snapshot(goal, FIELDS))
    return changes | ({"по годам": [was, now]} if was != now else {})


def told(goal):
    return "; ".join(f"{row.year} — {figure(row.value, goal.indicator)}" for row in goal.targets.all())


def _check(goal, targets):
    indicator = goal.indicator
    if indicator.school_id != goal.school_id:
        raise TransitionError("Такого показателя в школе нет.", field="indicator")
    if indicator.direction == Direction.NONE:
        raise TransitionError(
            "Этот показатель для сведения: у него нет лучшей стороны, и цели по нему не ставят.", field="indicator"
        )
    if not targets:
        raise TransitionError("Впишите хотя бы один год и значение, которое должно быть достигнуто.")
    wanted = not indicator.calendar_year
    for year in (goal.base_year, *targets):
        if Term(year).is_school_year != wanted:
            where = {"field": "base_year"} if year == goal.base_year else {}
            raise TransitionError(f"{indicator.code} считают по {SORTS[wanted]}: год {year} не подходит.", **where)
    if early := next((year for year in sorted(targets) if year <= goal.base_year), None):
        raise TransitionError(f"{early} не позже исходного года {goal.base_year}: цель ставят на следующие годы.")
    top = 100 if indicator.is_percent else None
    if top and (over := next((one for one in (goal.base_value, *targets.values()) if one > top), None)) is not None:
        raise TransitionError(f"{figure(over, indicator)} — больше 100 % не бывает: проверьте числа.")


def drop_goal(pk, *, actor, comment="", on=None):
    """Take a goal off; it stays in the list with the reason."""
    return perform(
        workflow.DROP_GOAL, pk, actor=actor, queryset=DevelopmentGoal.objects.select_related("school"), comment=comment,
        on=on, values={"drop_reason": comment.strip()},
    )  # fmt: skip
