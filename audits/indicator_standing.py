"""How an indicator stands: its latest value against the goal, the value before it, those of others, and what is a signal."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from audits.indicator_terms import Term
from audits.indicator_words import change, figure, hide_small
from audits.models import Measurement
from audits.models.indicator import Basis, Direction, Scope, Whose

MET, NEAR, BREACH = "met", "near", "breach"
VERDICTS = {MET: ("done", "цель достигнута"), NEAR: ("wait", "цель не достигнута"), BREACH: ("late", "хуже порога")}
NEAR_POINTS = Decimal(5)  # percentage points: as far from what it is compared with it is not a signal yet
RUNNING = 3  # worsenings one after another that are a signal


@dataclass
class Standing:
    """`verdict` is empty where there is nothing to judge by; `better` tells whether the change is one for the better.

    `is_running`: the programme has counted a year that goes on, whose audits and actions are still ahead; it is not judged.
    """

    latest: Measurement | None = None
    before: Measurement | None = None
    change: str = ""
    better: bool | None = None
    verdict: str = ""
    signals: list = field(default_factory=list)
    others: list = field(default_factory=list)
    is_running: bool = False

    @property
    def mark(self):
        """Return (shape, word) of the verdict."""
        if self.is_running:
            return "run", "год идёт"
        return VERDICTS[self.verdict] if self.verdict else None

    @property
    def arrow(self):
        """Return the sign of the change: it is up or down whatever is better."""
        return {"+": "▲", "−": "▼"}.get(self.change[:1], "")


def read_values(indicators, user=None, **conditions):
    """Return {indicator id: [Measurement]} of these indicators, the latest first; one query for any number of them."""
    rows = Measurement.objects.filter(indicator__in=indicators, **conditions)
    rows = rows.select_related("indicator", "school", "association").order_by("-ends_on", "starts_on", "id")
    found = defaultdict(list)
    for value in hide_small(list(rows), user):
        found[value.indicator_id].append(value)
    return found


def standings(indicators, user=None):
    """Return {indicator id: Standing} by the values of the whole school; one query for any number of indicators."""
    indicators = list(indicators)
    values = read_values([one.pk for one in indicators], user, scope=Scope.SCHOOL)
    return {indicator.pk: standing(indicator, values[indicator.pk]) for indicator in indicators}


def standing(indicator, values):
    """Return the Standing of values that went through `hide_small`, the latest first, all of one part of the school."""
    own = [value for value in values if value.whose == Whose.OWN]
    if not own:
        return Standing(others=[value for value in values if value.whose != Whose.OWN])
    latest = own[0]
    others = [value for value in values if value.whose != Whose.OWN and same_term(value, latest)]
    if indicator.is_system and latest.as_of < latest.ends_on:
        return Standing(latest, others=others, is_running=True)
    row = line_of(latest, own)
    before = row[1] if len(row) > 1 else None
    now, was = latest.shown, before.shown if before else None
    found = Standing(latest, before, change(now, was, indicator))
    found.others = others
    if found.change and indicator.direction != Direction.NONE and now != was:
        found.better = is_better(indicator, now, was)
    district = next((value.shown for value in found.others if value.whose == Whose.DISTRICT), None)
    found.verdict = verdict(indicator, now, year_before(latest, own), district)
    found.signals = signals(indicator, found, own)
    return found


def same_term(one, other):
    return (one.year, one.part) == (other.year, other.part)


def line_of(value, values):
    """Return the values that may be compared with this one, itself first: quarters with quarters, years with years."""
    return [one for one in values if one.term.kind == value.term.kind and one.ends_on <= value.ends_on]


def year_before(value, values):
    """Return the number of the same part of the year before, or None."""
    years = [str(int(part) - 1) for part in value.year.split("/")]
    wanted = Term("/".join(years), value.part)
    return next((one.shown for one in values if one.term == wanted), None)


def is_better(indicator, one, other):
    return one > other if indicator.direction == Direction.UP else one < other


def verdict(indicator, number, last_year=None, district=None):
    """Return how a number stands against what the card says, or nothing where it cannot be told."""
    if number is None or indicator.direction == Direction.NONE or indicator.basis == Basis.NONE:
        return ""
    reference = {Basis.LAST_YEAR: last_year, Basis.BETTER: last_year, Basis.DISTRICT: district}.get(indicator.basis)
    if indicator.goal is None and reference is None:
        return ""
    if indicator.goal is not None and not is_better(indicator, indicator.goal, number):
        return MET
    if reference is not None:
        reached = is_better(indicator, number, reference)
        if reached or (number == reference and indicator.basis != Basis.BETTER):
            return MET
    return BREACH if is_beyond(indicator, number, reference) else NEAR


def is_beyond(indicator, number, reference):
    """Return whether a number that misses its goal is worse than the threshold, too."""
    limit = indicator.threshold if indicator.threshold is not None else indicator.goal
    if limit is not None:
        return is_better(indicator, limit, number)
    return indicator.is_percent and abs(number - reference) > NEAR_POINTS


def signals(indicator, found, own):
    """Return the sentences of what somebody has to look at."""
    told = []
    if found.verdict == BREACH:
        limit = indicator.threshold if indicator.threshold is not None else indicator.goal
        beside = f" {figure(limit, indicator)}" if limit is not None else ""
        told.append(f"{figure(found.latest.value, indicator)} — хуже порога{beside}")
    if running := worsening(indicator, own):
        told.append(f"Хуже {RUNNING} раза подряд: {' → '.join(figure(one.value, indicator) for one in running)}")
    return told


def worsening(indicator, own):
    """Return the values of a row of worsenings that reaches the latest of its kind, oldest first; else nothing."""
    if indicator.direction == Direction.NONE:
        return []
    for kind in dict.fromkeys(value.term.kind for value in own):
        row = [value for value in own if value.term.kind == kind][: RUNNING + 1][::-1]
        pairs = list(zip(row, row[1:], strict=False))
        if len(pairs) == RUNNING and all(is_worse(indicator, was, now) for was, now in pairs):
            return row
    return []


def is_worse(indicator, was, now):
    return None not in (was.shown, now.shown) and is_better(indicator, was.shown, now.shown)
