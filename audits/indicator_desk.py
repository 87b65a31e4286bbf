"""What indicators put on desks: values that are owed after the end of a term, and signals for who leads the school."""

from collections import defaultdict
from urllib.parse import urlencode

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse

from audits.indicator_standing import standing
from audits.indicator_terms import ended
from audits.indicator_words import hide_small
from audits.models import Indicator, Measurement
from audits.models.indicator import Scope, Whose
from roadmap.permissions import is_leader, rights
from vsoko.registries import DeskPanel, DeskSource, Duty, desk_panels, desk_sources, user_facts
from vsoko.wording import plural
from vsoko.workdays import add_working_days

VALUES = "показатель,показателя,показателей"
MOST = 5
FACTS = ("value", "numerator", "denominator", "starts_on", "ends_on", "as_of")


def owed(indicators, today):
    """Return [(indicator, Term)] of values that nobody has written though their time is over; one query for any number.

    A value of a part of the school counts: who writes the marks of each class owes nothing more.
    """
    return debts(*with_values(indicators), today)


def debts(indicators, values, today):
    return [
        (one, term)
        for one in indicators
        if one.owed_from and not one.is_system
        for term in ended(one.periodicity, today, is_calendar=one.calendar_year)
        if term.days[1] >= one.owed_from
        and all(value.whose != Whose.OWN or value.term != term for value in values[one.pk])
    ]


def with_values(indicators):
    """Return ([Indicator], {its id: [Measurement]}) of those that apply, by one query.

    Of a part of the school only the time is told, once for all its classes: a desk needs no more of them.
    """
    whole = Q(values__scope=Scope.SCHOOL)
    told = {f"of_{name}": Case(When(whole, then=F(f"values__{name}"))) for name in FACTS}
    plain = {f"of_{name}": F(f"values__{name}") for name in ("year", "part", "whose")}
    is_whole = Case(When(whole, then=Value(Scope.SCHOOL.value)), default=Value(""), output_field=CharField())
    rows = indicators.filter(is_active=True).annotate(of_scope=is_whole, **told, **plain).distinct()
    found, values = {}, defaultdict(list)
    for one in rows.select_related("school").order_by(
        "code", "pk", F("of_ends_on").desc(nulls_last=True), "of_starts_on"
    ):
        found.setdefault(one.pk, one)
        if one.of_year:
            facts = {name: getattr(one, f"of_{name}") for name in (*FACTS, "year", "part", "whose", "scope")}
            values[one.pk].append(Measurement(indicator=one, school=one.school, **facts))
    return list(found.values()), values


def of_desk(user):
    """Return what `with_values` finds for this user object, read once: a leader sees all, others what they answer for."""
    kept = user.__dict__.get("_indicators")
    if kept is None:
        rows = Indicator.objects.filter(school=user.school_id)
        rows = rows if is_leader(user) else rows.filter(responsible=rights(user).employee)
        kept = user.__dict__["_indicators"] = with_values(rows)
    return kept


def value_duties(user, today):
    """Return one duty a term, whatever the number of indicators in it; whoever answers for none asks nothing more."""
    employee = rights(user).employee
    # Whether somebody answers for indicators is read with the user of a request.
    if employee is None or not getattr(user, "enters_indicators", True):
        return []
    indicators, values = of_desk(user)
    mine = [one for one in indicators if one.responsible_id == employee.pk]
    by_term = defaultdict(list)
    for indicator, term in debts(mine, values, today):
        by_term[term].append(indicator)
    return [to_enter(term, found, user.school.indicator_days) for term, found in by_term.items()]


def to_enter(term, indicators, days):
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
        due=add_working_days(term.days[1], days),
        detail=str(term) if single else f"{term}: {', '.join(one.code for one in indicators)}",
        word="значения нет",
        since=term.days[1],
    )


def whole_of(values):
    return [value for value in values if value.scope == Scope.SCHOOL]


def signal_panel(request):
    """Return what a leader has to look at, the first few with the way to the rest; None where nothing does."""
    user = request.user
    if not is_leader(user):
        return None
    indicators, values = of_desk(user)
    told = [(one, standing(one, hide_small(whole_of(values[one.pk]), user))) for one in indicators]
    alarming = [(one, found) for one, found in told if found.signals]
    rows = [
        {
            "label": str(one),
            "detail": found.signals[0],
            "value": "сигнал",
            "url": one.get_absolute_url(),
            "shape": "late",
        }
        for one, found in alarming[:MOST]
    ]
    if len(alarming) > MOST:
        url = f"{reverse('indicator-list')}?standing=signal"
        rows.append({"label": "Все сигналы", "detail": "", "value": str(len(alarming)), "url": url})
    return DeskPanel("Показатели: на что посмотреть", rows, optional=True) if rows else None


def register():
    answering = Indicator.objects.filter(responsible=OuterRef("employee"), is_active=True)
    user_facts["enters_indicators"] = Exists(answering)
    desk_sources.register("indicators", DeskSource(value_duties))
    desk_panels.register("indicators", signal_panel)
