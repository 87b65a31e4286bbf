"""The programme of development in the story: its goals are written at the beginning of the present year."""

from decimal import Decimal

from audits.demo.texts import load
from audits.demo.world import DEPUTY
from audits.indicator_terms import ended
from audits.indicator_words import rounded
from audits.models import Indicator, Measurement
from audits.models.indicator import Scope, Whose
from audits.services.goals import create_goal

YEARS_BACK = 3


def goals_story(world):
    """The deputy takes the goals of the programme of development into the system."""
    told = load("goals")
    yield world.day(told["written"])
    for row in told["goal"]:
        write_goal(world, row, told["source"])


def write_goal(world, row, source):
    indicator = Indicator.objects.get(school=world.cast.school, code=row["code"])
    (last,) = ended("год", world.clock.today, is_calendar=indicator.calendar_year)
    base = int(last.year[:4]) - YEARS_BACK

    def label(begins):
        return str(begins) if indicator.calendar_year else f"{begins}/{begins + 1}"

    targets = {label(base + n): Decimal(str(value)) for n, value in enumerate(row["targets"], start=1)}
    known = Measurement.objects.filter(
        indicator=indicator, year=label(base), part="year", scope=Scope.SCHOOL, whose=Whose.OWN
    ).first()
    create_goal(
        world.cast.school, actor=world.user(DEPUTY), text=row["text"],
        source=source.format(first=base + 1, last=base + len(targets)), indicator=indicator, base_year=label(base),
        base_value=rounded(known.value, indicator) if known else Decimal(row["base"]),
        responsible=world.cast[row["responsible"]], targets=targets,
    )  # fmt: skip
