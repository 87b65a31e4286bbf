"""How a goal of the programme of development stands: reached, on the way or lagging, by rules that are shown beside it."""

from dataclasses import dataclass, field

from audits.indicator_standing import is_better, read_values
from audits.indicator_terms import YEAR
from audits.indicator_words import figure, rounded
from audits.models import Measurement
from audits.models.indicator import Scope, Whose

REACHED, ON_WAY, LAGGING, UNKNOWN = "reached", "on_way", "lagging", "unknown"
MARKS = {
    REACHED: ("done", "достигнута"),
    ON_WAY: ("run", "в пути"),
    LAGGING: ("late", "отстаёт"),
    UNKNOWN: ("plan", "значений нет"),
}
RULES = (
    "«Достигнута»: последнее значение за год не хуже плана последнего года.",
    "«В пути»: последнее значение не хуже плана своего года, а где на этот год плана нет — плана прежнего года или исходного.",
    "«Отстаёт»: последнее значение хуже этого плана.",
    "Считаются значения школы за целый год; год, который программа посчитала до его конца, не судят.",
)


@dataclass(frozen=True)
class Point:
    """One year of a goal: `plan` is None for a year without a target, `fact` where no value may be shown."""

    year: str
    plan: object = None
    fact: object = None


@dataclass
class GoalStanding:
    """`plan` is the number that the latest value is held against, of the year `plan_year`."""

    kind: str
    points: list = field(default_factory=list)
    latest: Measurement | None = None
    plan: object = None
    plan_year: str = ""

    @property
    def mark(self):
        """Return (shape, word)."""
        return MARKS[self.kind]


def standings(goals, user=None, **conditions):
    """Return {goal id: GoalStanding} of goals with their indicator and targets; one query for any number of them.

    `conditions` narrow the values. Without a user, as on a paper, values of the few are no values.
    """
    goals = list(goals)
    values = read_values(
        {one.indicator_id for one in goals}, user, scope=Scope.SCHOOL, whose=Whose.OWN, part=YEAR, **conditions
    )
    return {goal.pk: standing(goal, values[goal.indicator_id]) for goal in goals}


def standing(goal, values):
    """Return the GoalStanding by values of whole years that went through `hide_small`, the latest first."""
    targets, indicator = list(goal.targets.all()), goal.indicator
    known = {
        value.year: value
        for value in values
        if value.shown is not None
        and value.term.is_school_year == ("/" in goal.base_year)
        and value.year > goal.base_year
        and not (indicator.is_system and value.as_of < value.ends_on)
    }
    plans = {goal.base_year: goal.base_value} | {target.year: target.value for target in targets}
    found = GoalStanding(UNKNOWN, points_of(goal, targets, known))
    if not known:
        return found
    found.latest = known[max(known)]
    found.plan_year = max(year for year in plans if year <= found.latest.year)
    found.plan = plans[found.plan_year]
    now = found.latest.shown
    if not is_better(indicator, rounded(targets[-1].value, indicator), now):
        found.kind = REACHED
    else:
        found.kind = LAGGING if is_better(indicator, rounded(found.plan, indicator), now) else ON_WAY
    return found


def points_of(goal, targets, known):
    """Return the base, then each year that has a target or a value."""
    planned = {target.year: target.value for target in targets}
    years = sorted({*planned, *known})
    facts = {year: value.shown for year, value in known.items()}
    return [
        Point(goal.base_year, fact=goal.base_value),
        *(Point(year, planned.get(year), facts.get(year)) for year in years),
    ]


def held_against(goal, found):
    """Return «план 62 %» in words, with its year where that is an earlier one; nothing while there is no value."""
    if found.latest is None:
        return ""
    word = "исходное" if found.plan_year == goal.base_year else "план"
    year = f" ({found.plan_year})" if found.plan_year != found.latest.year else ""
    return f"{word} {figure(found.plan, goal.indicator)}{year}"
