"""Years that the source leaves out: the order of the rows and the period of the roadmap tell them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from roadmap.importing.term_atoms import ImpossibleTerm

# A year is prepared some months ahead, and its analysis may slip into the next January.
MONTHS_AHEAD, MONTHS_LATE = 6, 1


@dataclass(frozen=True)
class Dates:
    """The days of a term. `first` None: only «до …»; both None: not understood. `inferred`: the text gave no year.

    `strays`: its own year lies far from the period of the roadmap.
    """

    first: date | None
    last: date | None
    inferred: bool = False
    strays: bool = False


def infer_years(terms, period):
    """Return a year for each term that has none, by its index; `terms` are those of one section in the order of rows.

    Rows of a plan follow each other in time, so «декабрь» before «январь 2021» is December 2020. Where the order cannot
    hold or would lead far out of the period, the period decides.
    """
    dated = [
        (place, (term.first.year, term.first.month))
        for place, term in enumerate(terms)
        if term.first and not term.yearless and _near(period, term.first.year, term.first.month)
    ]
    years = {}
    for place, term in enumerate(terms):
        if not term.yearless:
            continue
        month = (term.first or term.last).month
        after = next((mark for other, mark in dated if other > place), None) if term.first else None
        before = next((mark for other, mark in reversed(dated) if other < place), None) if term.first else None
        years[place] = _by_neighbours(month, before, after, period) or period.year_of(month)
    if not dated:
        for place in _opening_rows(terms, period):
            years[place] -= 1
    return years


def _near(period, year, month):
    return period.months_before(year, month) <= MONTHS_AHEAD and period.months_after(year, month) <= MONTHS_LATE


def _by_neighbours(month, before, after, period):
    candidates = []
    if after:
        candidates.append(after[0] - (month > after[1]))
    if before:
        candidates.append(before[0] + (month < before[1]))
    for year in candidates:
        in_order = (not before or (year, month) >= before) and (not after or (year, month) <= after)
        if in_order and _near(period, year, month):
            return year
    return None


def _opening_rows(terms, period):
    """Return the rows at the head of a table without any years that come from the end of the year before.

    «Декабрь, декабрь, январь, … декабрь»: months rise all the way but for one fall from the last months to the first.
    """
    rows = [
        (place, period.offset(term.first.month)) for place, term in enumerate(terms) if term.yearless and term.first
    ]
    falls = [index for index in range(1, len(rows)) if rows[index][1] < rows[index - 1][1]]
    if len(falls) != 1 or rows[falls[0]][1] > 2 or any(offset < 9 for _, offset in rows[: falls[0]]):
        return []
    return [place for place, _ in rows[: falls[0]]]


def to_dates(term, year, period):
    """Return the Dates of a term, `year` being the one found for a term without years.

    Raises ImpossibleTerm for a day that is not in its month and for a term that ends before it begins.
    """
    if term.whole:
        return Dates(period.first, period.last, inferred=True)
    if not term.understood:
        return Dates(None, None)
    shift = year if term.yearless else 0
    first = _day(term.first, shift, term.text, last=False) if term.first else None
    last = _day(term.last, shift, term.text, last=True) if term.last else max(period.last, first)
    if first and last < first:
        raise ImpossibleTerm(f"Срок «{term.text}» кончается раньше, чем начинается: исправьте его.")
    begins = first or last
    strays = not term.yearless and (
        period.months_before(last.year, last.month) > MONTHS_AHEAD
        or period.months_after(begins.year, begins.month) > MONTHS_AHEAD
    )
    return Dates(first, last, term.yearless or term.last is None, strays)


def _day(mark, shift, text, *, last):
    year = mark.year + shift
    longest = monthrange(year, mark.month)[1]
    if mark.day is not None and mark.day > longest:
        raise ImpossibleTerm(f"Даты «{text}» не бывает: исправьте срок.")
    return date(year, mark.month, mark.day or (longest if last else 1))
