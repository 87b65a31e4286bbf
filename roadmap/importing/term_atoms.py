"""Single stretches of time in the text of a term: days, months, quarters, half-years and years."""

import re
from dataclasses import dataclass, replace

from roadmap.importing import term_words as tw

FIRST_YEAR, LAST_YEAR = 1990, 2100
_QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
_CHETVERTS = ((9, 10), (11, 12), (1, 3), (4, 5))
_HALVES = ((1, 6), (7, 12))
_SCHOOL_HALVES = ((9, 12), (1, 5))


class ImpossibleTerm(Exception):
    """A date that does not exist or a term that ends before it begins; the text is one sentence for the school."""


class NotUnderstood(Exception):
    pass


@dataclass(frozen=True)
class Mark:
    """A month, or a day of it. Without a known year the number of years is counted from the first mark of the term."""

    year: int | None
    month: int
    day: int | None = None


@dataclass(frozen=True)
class Atom:
    """A day, month, quarter, half-year, school quarter or year: one stretch of time without ends named apart."""

    unit: str
    year: int | None
    school: bool
    first: Mark
    last: Mark


def kind_of(item):
    """Return "atom" or the kind of a word that stands between atoms."""
    return "atom" if isinstance(item, Atom) else item.kind


def fold(words, period):
    """Return the words with those that make one stretch of time folded into atoms."""
    items, place = [], 0
    while place < len(words):
        word = words[place]
        after = words[place + 1].kind if place + 1 < len(words) else None
        if word.kind == tw.BARE and after == tw.VAGUE:
            place += 1
        elif word.kind == tw.BARE and after == tw.MONTH:
            year, school, size = _year_at(words, place + 2, period)
            items.append(_day(year, school, words[place + 1].value, word.value, f"{word.text} {words[place + 1].text}"))
            place += 2 + size
        elif word.kind == tw.BARE and after in (tw.QUARTER, tw.HALF, tw.CHETVERT):
            year, school, size = _year_at(words, place + 2, period)
            items.append(_part(after, word.value, year, school, period))
            place += 2 + size
        elif word.kind == tw.MONTH:
            year, school, size = _year_at(words, place + 1, period)
            items.append(_months(tw.MONTH, year, school, word.value, word.value))
            place += 1 + size
        elif word.kind == tw.DATE:
            day, month, year = map(int, re.split(r"[./]", word.text))
            items.append(_day(year + 2000 if year < 100 else year, False, month, day, word.text))
            place += 1
        elif word.kind == tw.MONTH_YEAR:
            month, year = map(int, re.split(r"[./]", word.text))
            if not 1 <= month <= 12:
                raise _no_such_date(word.text)
            items.append(_months(tw.MONTH, sane_year(year, word.text), False, month, month))
            place += 1
        elif word.kind == tw.DAY_MONTH:
            day, month = map(int, word.text.split("."))
            year, school, size = _year_at(words, place + 1, period)
            items.append(_day(year, school, month, day, word.text))
            place += 1 + size
        elif word.kind in (tw.YEAR, tw.SCHOOL_YEAR):
            year, school, _ = _year_at(words, place, period)
            first, last = (9, 8) if school else (1, 12)
            items.append(_months(word.kind, year, school, first, last))
            place += 1
        else:
            items.append(word)
            place += 1
    return items


def complete(items, period):
    """Return the items with bare numbers («5» in «5–9 октября», «I» in «I–II квартал») made like what follows them."""
    items = list(items)
    for place in range(len(items) - 1, -1, -1):
        if kind_of(items[place]) != tw.BARE:
            continue
        if place + 2 >= len(items) or kind_of(items[place + 1]) not in (tw.DASH, tw.TO, tw.UNTIL, tw.AND):
            raise NotUnderstood
        like, value = items[place + 2], items[place].value
        if kind_of(like) != "atom":
            raise NotUnderstood
        if like.unit == "day":
            items[place] = _day(like.year, like.school, like.first.month, value, items[place].text)
        elif like.unit in (tw.QUARTER, tw.HALF, tw.CHETVERT):
            items[place] = _part(like.unit, value, like.year, like.school, period)
        else:
            raise NotUnderstood
    ends = (0, len(items) - 1)
    return [item for place, item in enumerate(items) if place not in ends or kind_of(item) not in (tw.DASH, tw.AND)]


def _year_at(words, place, period):
    """Return (year or None, whether it is a school year, how many words it takes)."""
    if place >= len(words):
        return None, False, 0
    word = words[place]
    if word.kind == tw.YEAR:
        return sane_year(int(word.text), word.text), False, 1
    if word.kind == tw.SCHOOL_YEAR:
        first, second = map(int, re.findall(r"\d+", word.text))
        if (first + 1 - second) % 100 or second > 99 and second != first + 1:
            raise NotUnderstood
        return sane_year(first, word.text), True, 1
    follows = words[place + 1].kind if place + 1 < len(words) else None
    near = word.kind == tw.BARE and len(word.text) == 2 and abs(2000 + word.value - period.first.year) <= 2
    if near and follows not in (tw.MONTH, tw.QUARTER, tw.HALF, tw.CHETVERT, tw.VAGUE):
        return 2000 + word.value, False, 1
    return None, False, 0


def sane_year(year, text):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _no_such_date(text)
    return year


def _no_such_date(text):
    return ImpossibleTerm(f"Даты «{text}» не бывает: исправьте срок.")


def _months(unit, year, school, first, last):
    def mark(month):
        return Mark(year + (month < 9) if school else year, month)

    return Atom(unit, year, school, mark(first), mark(last))


def _day(year, school, month, day, text):
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise _no_such_date(text)
    if year is not None:
        sane_year(year, text)
    found = _months("day", year, school, month, month)
    mark = replace(found.first, day=day)
    return replace(found, first=mark, last=mark)


def _part(unit, place, year, school, period):
    """Return a quarter, half-year or school quarter; halves of a school year are September–December and January–May."""
    halves = _SCHOOL_HALVES if school or period.is_school_year else _HALVES
    months = {tw.QUARTER: _QUARTERS, tw.HALF: halves, tw.CHETVERT: _CHETVERTS}[unit]
    if not 1 <= place <= len(months):
        raise NotUnderstood
    return _months(unit, year, school, *months[place - 1])
