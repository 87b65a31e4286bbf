"""Values of indicators in the story: two years for the archive, then the years, quarters and classes before today."""

from datetime import date, timedelta
from decimal import Decimal

from audits.demo.clock import later, on_work, working
from audits.demo.texts import load
from audits.demo.world import DEPUTY, HEAD
from audits.indicator_terms import Term, ended
from audits.models import Indicator
from audits.models.indicator import Scope, Whose
from audits.services.indicators import edit_indicator
from audits.services.measurements import enter_value
from audits.services.system_indicators import count_system

KNOWN_SINCE = 2021  # the years before are told in the archive
PREPARED = timedelta(days=21)  # before its first day a year is being prepared


def past_story(world):
    """In the first autumn of the system the deputy writes down what the journals of two years give."""
    yield date(2021, 9, 16)
    for row in load("indicators")["past"]:
        for code in row["codes"]:
            for year, numbers in row["values"].items():
                enter(world, code, Term(year), numbers)


def between_story(world, first):
    """What was written down before the present year was prepared, each value a while after the end of its time."""
    yield from deeds_within(world, date.min, first - PREPARED)


def present_story(world, first):
    """Everything since then up to today; then the system counts itself."""
    yield from deeds_within(world, first - PREPARED, world.clock.today)
    yield working(world.clock.today)
    count_system(world.roadmap.pk, actor=world.user(HEAD))


def deeds_within(world, after, until):
    """Go through the deeds of these days in their order."""
    deeds = enumerate(told_deeds(world, world.clock.today))
    deeds = sorted((day, place, act) for place, (day, act) in deeds if after < day <= until)
    now = None
    for day, _, act in deeds:
        if day != now:
            yield day
        now = day
        act()


def told_deeds(world, today):
    """Yield (day, what is done on it)."""
    told = load("indicators")
    yield on_work(date(KNOWN_SINCE + 1, 9, 15)), lambda: name_people(world, told["answers"], today)
    for row in told["recent"]:
        for code in row["codes"]:
            yield from deeds_of_years(world, row, code, today)
    for row in told["parts"]:
        terms = last_terms(row["kind"], today, len(row["values"]))
        for term, numbers in zip(terms, row["values"][-len(terms) :], strict=True):
            yield (
                soon_after(term),
                lambda term=term, numbers=numbers, code=row["code"]: enter(world, code, term, numbers),
            )
    quarter = last_terms("четверть", today, 1)[0]
    for code in told["classes"]["codes"]:
        for name, numbers in told["classes"]["rows"]:
            yield (
                soon_after(quarter),
                lambda code=code, name=name, numbers=numbers: enter(
                    world, code, quarter, numbers, scope=Scope.CLASS, school_class=name
                ),
            )


def deeds_of_years(world, row, code, today):
    is_calendar = indicator(world, code).calendar_year
    (last,) = ended("год", today, is_calendar=is_calendar)
    for back, numbers in enumerate(reversed(row["values"])):
        begins = int(last.year[:4]) - back
        term = Term(str(begins) if is_calendar else f"{begins}/{begins + 1}")
        if begins < KNOWN_SINCE:
            continue
        yield soon_after(term), lambda term=term, numbers=numbers: enter(world, code, term, numbers)
        if "district" in row:
            facts = {"whose": Whose.DISTRICT, "note": row["source"]}
            yield soon_after(term), lambda term=term, facts=facts: enter(world, code, term, row["district"], **facts)


def soon_after(term):
    return later(term.days[1], 6)


def last_terms(kind, today, number):
    """Return so many terms of a kind that are over, oldest first."""
    found, day = [], today
    while len(found) < number:
        (term,) = ended(kind, day)
        found.append(term)
        day = term.days[1] - timedelta(days=1)
    return found[::-1]


def indicator(world, code):
    return Indicator.objects.get(school=world.cast.school, code=code)


def name_people(world, answers, today):
    """Name who answers for a value, from the last year that is over on."""
    since = ended("год", today)[0].days[0]
    for code, surname in answers.items():
        edit_indicator(
            indicator(world, code).pk, actor=world.user(DEPUTY), responsible=world.cast[surname], owed_from=since
        )


def enter(world, code, term, numbers, **facts):
    """Write a value by its numbers in the order of the form, or one that is ready."""
    one = indicator(world, code)
    if isinstance(numbers, list):
        facts["primary"] = {field.name: number for field, number in zip(one.rule.fields, numbers, strict=True)}
    else:
        facts["number"] = Decimal(str(numbers))
    return enter_value(one.pk, actor=world.user(DEPUTY), year=term.year, part=term.part, **facts)
