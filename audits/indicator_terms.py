"""For what time a value of an indicator is: a school or a calendar year, and the part of it (domain text, section 7.1)."""

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from vsoko.wording import MONTHS

DATA = Path(__file__).resolve().parent / "data"
SCHOOL_BEGINS = 9  # the month from which a school year is counted
FIRST_YEAR, LAST_YEAR = 1990, 2100
YEAR = "year"
# How often a value is owed: the words of a card and the parts of a year that they mean.
PERIODICITIES = {
    "месяц": "m", "четверть": "q", "квартал": "q", "полугодие": "h", "год": YEAR,
    "раз в три года": "", "по аудиту": "", "по документу": "",
}  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:\s*[/-]\s*(\d{4}|\d{2}))?(?!\d)", re.ASCII)
_PART = re.compile(r"\b(iv|i{1,3}|[1-4])(?:-?[яе])?\s+(четверть|квартал|полугодие)\b")


@dataclass(frozen=True)
class Term:
    """A year («2026/2027», «2026») and a part of it: `year`, h1–h2, q1–q4, m01–m12."""

    year: str
    part: str = YEAR

    @property
    def is_school_year(self):
        return "/" in self.year

    @property
    def kind(self):
        """Return what it may be compared with: two quarters, two years of one sort."""
        return ("school" if self.is_school_year else "calendar", self.part[0] if self.part != YEAR else YEAR)

    @property
    def days(self):
        """Return the first and the last day as they usually are."""
        begins = int(self.year[:4])
        if self.part[0] == "m":
            month = int(self.part[1:])
            year = begins + (self.is_school_year and month < SCHOOL_BEGINS)
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        told = terms()[self.kind[0]][self.part]["days"]
        years = [begins + (self.is_school_year and month < SCHOOL_BEGINS) for month, _ in told]
        return tuple(date(year, *day) for year, day in zip(years, told, strict=True))

    def __str__(self):
        """Return «2026/27 учебный год, I четверть»."""
        year = f"{self.year[:4]}/{self.year[-2:]} учебный год" if self.is_school_year else f"{self.year} год"
        return year if self.part == YEAR else f"{year}, {part_name(self.part, self.is_school_year)}"


@cache
def terms():
    with (DATA / "terms.toml").open("rb") as file:
        return tomllib.load(file)


def part_name(part, is_school_year):
    if part[0] == "m":
        return MONTHS[int(part[1:]) - 1]
    return terms()["school" if is_school_year else "calendar"][part]["name"]


def part_choices():
    """Return the parts of a year as a form offers them; a quarter of a school year is a четверть."""
    names = [
        (part, "весь год" if part == YEAR else " / ".join(dict.fromkeys(terms()[of][part]["name"] for of in terms())))
        for part in terms()["school"]
    ]
    return [*names, *((f"m{number:02d}", name) for number, name in enumerate(MONTHS, start=1))]


def school_year(day):
    first = day.year if day.month >= SCHOOL_BEGINS else day.year - 1
    return f"{first}/{first + 1}"


def year_choices(today, kept=()):
    """Return the years that a form offers, the latest first, with those that must stay in it."""
    years = set(kept)
    for back in range(6):
        years |= {str(today.year - back), school_year(date(today.year - back, today.month, 1))}
    ordered = sorted(filter(None, years), key=lambda year: (year[:4], "/" in year), reverse=True)
    return [(year, str(Term(year))) for year in ordered]


def parsed(text):
    """Return the Term that a cell of a table names, or None: «2026/27 учебный год, I четверть», «2026», «2025/2026»."""
    words = " ".join(str(text).lower().replace("ё", "е").split())
    found = _YEAR.search(words)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    year = found[1]
    if found[2]:
        if int(found[2]) % 100 != (int(year) + 1) % 100 or len(found[2]) == 4 and int(found[2]) != int(year) + 1:
            return None
        year = f"{year}/{int(year) + 1}"
    elif "учебн" in words:
        year = f"{year}/{int(year) + 1}"
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    part = YEAR
    if named := _PART.search(rest):
        part = ("h" if named[2] == "полугодие" else "q") + _ROMAN.get(named[1], named[1])
        if named[2] in ("четверть", "квартал") and (named[2] == "четверть") != ("/" in year):
            return None  # there are no quarters of the other sort in such a year
        if part[0] == "h" and part[1] not in "12":
            return None
        rest = rest.replace(named[0], " ")
    elif month := next((number for number, name in enumerate(MONTHS, start=1) if name in rest), None):
        part, rest = f"m{month:02d}", rest.replace(MONTHS[month - 1], " ")
    left = re.sub(r"учебный|учебного|уч\.|год[а]?\b|г\.|[,.;()\s-]|\bза\b", "", rest)
    return None if left else Term(year, part)


def kinds_of(periodicity):
    """Return the kinds of parts that a card owes, in the order of its words."""
    words = [word.strip() for word in periodicity.lower().split(",")]
    return [PERIODICITIES[word] for word in words if PERIODICITIES.get(word)]


def unknown_words(periodicity):
    """Return the words of a card that no rule knows."""
    return [word.strip() for word in periodicity.split(",") if word.strip().lower() not in PERIODICITIES]


def ended(periodicity, today, *, is_calendar=False):
    """Return [Term]: of each part that is owed, the last that is over."""
    found = []
    for kind in kinds_of(periodicity):
        candidates = [
            Term(year, part)
            for year in (_years_before(today, is_calendar))
            for part in _parts(kind)
        ]  # fmt: skip
        over = [term for term in candidates if term.days[1] < today]
        found.append(max(over, key=lambda term: term.days[1]))
    return found


def _years_before(today, is_calendar):
    if is_calendar:
        return [str(today.year - back) for back in range(3)]
    return [school_year(date(today.year - back, today.month, 1)) for back in range(3)]


def _parts(kind):
    if kind == "m":
        return [f"m{number:02d}" for number in range(1, 13)]
    return [part for part in terms()["school"] if (part if part == YEAR else part[0]) == kind]
