"""The year of a roadmap: «2021» is a calendar year, «2026/2027» a school year from September to August."""

import re
from dataclasses import dataclass
from datetime import date

from roadmap.importing.parsed import ImportRefused

_LABEL = re.compile(r"(\d{4})(?:\s*[/–-]\s*(\d{4}))?")
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Period:
    """The reporting period of a roadmap."""

    label: str
    first: date
    last: date

    @property
    def is_school_year(self):
        return self.first.month == 9

    def offset(self, month):
        """Return how many months after the beginning of the period the month comes: 0 to 11."""
        return (month - self.first.month) % 12

    def year_of(self, month):
        """Return the year in which the month falls within the period."""
        return self.first.year + (month < self.first.month)

    def months_before(self, year, month):
        """Return by how many months the month stands before the period; 0 or less: within it or after its beginning."""
        return (self.first.year - year) * 12 + self.first.month - month

    def months_after(self, year, month):
        """Return by how many months the month stands after the end of the period."""
        return (year - self.last.year) * 12 + month - self.last.month


def read_label(label):
    """Return the Period of «2021» or «2026/2027».

    Raises ImportRefused with a sentence when the label is neither, or its years do not follow each other.
    """
    match = _LABEL.fullmatch(label.strip())
    if not match:
        raise ImportRefused(f"Год «{label.strip()}» не понятен: напишите «2021» или «2026/2027».")
    first = int(match[1])
    if not FIRST_YEAR <= first <= LAST_YEAR:
        raise ImportRefused(f"Год «{label.strip()}» не подходит: напишите год с {FIRST_YEAR} по {LAST_YEAR}.")
    if match[2] is None:
        return Period(str(first), date(first, 1, 1), date(first, 12, 31))
    if int(match[2]) != first + 1:
        raise ImportRefused(
            f"В учебном году «{label.strip()}» годы идут не подряд: напишите, например, «{first}/{first + 1}»."
        )
    return Period(f"{first}/{first + 1}", date(first, 9, 1), date(first + 1, 8, 31))
