"""What people entered for the year: fact, goal, the year before, the change and the values of others (domain text, 8.1)."""

from audits.indicator_standing import VERDICTS, read_values, standing
from audits.indicator_terms import YEAR
from audits.indicator_words import figure, made_of, told
from audits.models import Indicator
from audits.models.indicator import Group, Scope, Whose
from audits.reports.indicator_trend import line_of_years
from roadmap.models.association import Focus

OF_FOCUS = ("id", "code", "name", "term", "value", "before", "change", "goal")


def entered(roadmap):
    """Return a row an indicator that has a value of the whole school for this year, by two queries.

    A paper is read by everybody: of the few it tells nothing. The system's own indicators are counted elsewhere.
    """
    indicators = list(Indicator.objects.filter(school=roadmap.school_id, is_active=True).exclude(group=Group.SYSTEM))
    values = read_values([one.pk for one in indicators], scope=Scope.SCHOOL, ends_on__lte=roadmap.period_to)
    rows = []
    for indicator in indicators:
        own = [value for value in values[indicator.pk] if value.whose == Whose.OWN]
        chosen = of_year(own, roadmap)
        if chosen is not None:
            others = [value for value in values[indicator.pk] if value.whose != Whose.OWN]
            earlier = [value for value in own if value is not chosen]
            row = row_of(indicator, standing(indicator, [chosen, *earlier, *others]))
            rows.append(row | {"group": indicator.group, "line": line_of_years(indicator, chosen, own)})
    return rows


def by_focus(roadmap):
    """Return a row a направленность and indicator that has a value of the year (domain text, 8.1, section 7); two queries."""
    indicators = {one.pk: one for one in Indicator.objects.filter(school=roadmap.school_id, is_active=True)}
    found = read_values(list(indicators), scope=Scope.FOCUS, whose=Whose.OWN, ends_on__lte=roadmap.period_to)
    rows = []
    for focus, label in Focus.choices:
        for pk, indicator in indicators.items():
            own = [value for value in found.get(pk, ()) if value.focus == focus]
            if (chosen := of_year(own, roadmap)) is not None:
                row = row_of(indicator, standing(indicator, [chosen, *(one for one in own if one is not chosen)]))
                rows.append({"focus": label} | {name: row[name] for name in OF_FOCUS})
    return rows


def of_year(own, roadmap):
    """Return the value that tells of the year: that of a whole year, else the latest of its parts; or None."""
    inside = [value for value in own if value.ends_on >= roadmap.period_from]
    return next((value for value in inside if value.part == YEAR), next(iter(inside), None))


def row_of(indicator, found):
    """Return the row as words: an analysis is frozen as it was read."""
    latest, before = found.latest, found.before
    return {
        "id": indicator.pk,
        "code": indicator.code,
        "name": indicator.name if indicator.is_percent else f"{indicator.name}, {indicator.unit}",
        "term": str(latest.term),
        "value": told(latest),
        "made_of": made_of(latest),
        "before": f"{told(before)} ({before.term})" if before else "",
        "change": found.change,
        "better": found.better,
        "goal": indicator.target,
        "verdict": VERDICTS[found.verdict][1] if found.verdict else "",
        "signals": found.signals,
        "number": as_percent(latest, indicator),
        "levels": {
            one.whose: as_percent(one, indicator) for one in found.others if as_percent(one, indicator) is not None
        },
        "others": "; ".join(f"{one.get_whose_display()} {figure(one.value, indicator)}" for one in found.others),
    }


def as_percent(value, indicator):
    """Return the number of a percent that may be shown; None of anything else: on one scale stand only percents."""
    return float(value.shown) if indicator.is_percent and value.shown is not None else None
