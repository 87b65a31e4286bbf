"""What indicators put on desks: values that are owed after the end of a term, and signals for who leads the school."""

from collections import defaultdict
from urllib.parse import urlencode

from django.urls import reverse

from audits.indicator_standing import standings
from audits.indicator_terms import ended
from audits.models import Indicator, Measurement
from audits.models.indicator import Whose
from roadmap.permissions import is_leader, rights
from vsoko.models import CalendarPeriod
from vsoko.registries import DeskPanel, DeskSource, Duty, desk_panels, desk_sources
from vsoko.wording import plural
from vsoko.workdays import add_working_days

VALUES = "показатель,показателя,показателей"
MOST = 5


def owed(indicators, today):
    """Return [(indicator, Term)] of values that nobody has written though their time is over; one query for all.

    A value of a part of the school counts: who writes the marks of each class owes nothing more.
    """
    wanted = []
    for indicator in indicators:
        if indicator.is_active and not indicator.is_system and indicator.owed_from:
            for term in ended(indicator.periodicity, today, is_calendar=indicator.calendar_year):
                if term.days[1] >= indicator.owed_from:
                    wanted.append((indicator, term))
    if not wanted:
        return []
    there = set(
        Measurement.objects.filter(
            indicator__in={one.pk for one, _ in wanted}, whose=Whose.OWN, year__in={term.year for _, term in wanted}
        ).values_list("indicator", "year", "part")
    )
    return [(one, term) for one, term in wanted if (one.pk, term.year, term.part) not in there]


def value_duties(user, today):
    """Return one duty a term, whatever the number of indicators in it."""
    employee = rights(user).employee
    if employee is None:
        return []
    mine = Indicator.objects.filter(school=user.school_id, responsible=employee, is_active=True)
    by_term = defaultdict(list)
    for indicator, term in owed(mine, today):
        by_term[term].append(indicator)
    if not by_term:
        return []
    calendar = CalendarPeriod.objects.calendar(user.school_id)
    return [to_enter(term, found, user.school.indicator_days, calendar) for term, found in by_term.items()]


def to_enter(term, indicators, days, calendar):
    first = indicators[0]
    single = len(indicators) == 1
    return Duty(
        key=f"indicators:{term.year}:{term.part}",
        title=f"Внести {first.code} {first.name}" if single else f"Внести {plural(len(indicators), VALUES)}",
        url=(
            f"{reverse('measurement-create', args=[first.pk])}?{urlencode({'year': term.year, 'part': term.part})}"
            if single
            else f"{reverse('indicator-list')}?owed=mine"
        ),
        due=add_working_days(term.days[1], days, calendar),
        detail=str(term) if single else f"{term}: {', '.join(one.code for one in indicators)}",
        word="значения нет",
        since=term.days[1],
    )


def signal_panel(request):
    """Return what a leader has to look at, the first few with the way to the rest; None where nothing does."""
    user = request.user
    if not is_leader(user):
        return None
    indicators = list(Indicator.objects.filter(school=user.school_id, is_active=True, values__isnull=False).distinct())
    if not indicators:
        return None
    found = standings(indicators, user)
    alarming = [one for one in indicators if found[one.pk].signals]
    rows = [
        {
            "label": str(one),
            "detail": found[one.pk].signals[0],
            "value": "сигнал",
            "url": one.get_absolute_url(),
            "shape": "late",
        }
        for one in alarming[:MOST]
    ]
    if len(alarming) > MOST:
        url = f"{reverse('indicator-list')}?standing=signal"
        rows.append({"label": "Все сигналы", "detail": "", "value": str(len(alarming)), "url": url})
    return DeskPanel("Показатели: на что посмотреть", rows, optional=True) if rows else None


def register():
    desk_sources.register("indicators", DeskSource(value_duties))
    desk_panels.register("indicators", signal_panel)
