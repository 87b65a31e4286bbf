"""Working days of a school office: Monday to Friday without Russian public holidays, as the school corrects them.

Holidays and moved days off come from the library `holidays`; they are published a year ahead, so that what is not known yet,
vacations and exams, is what the school writes down itself (see models.CalendarPeriod).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from vsoko.parts import load_part

russia = load_part("holidays.countries", "russia")
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


@lru_cache(maxsize=64)
def public_holidays(year):
    """Return ({day: name} of days off in Russia, days of weekends that are worked) of a calendar year."""
    found = russia.Russia(years=year, language="ru")
    return dict(sorted(found.items())), frozenset(found.weekend_workdays)


def last_year_with_moved_days():
    """Return the last year whose moved days off the library knows: the government names them a year ahead."""
    return max(russia.RussiaStaticHolidays.special_public_holidays)


@dataclass(frozen=True)
class Period:
    """Days that have a name: vacations, exams, days off."""

    starts_on: date
    ends_on: date
    name: str

    def covers(self, day):
        return self.starts_on <= day <= self.ends_on

    def days(self, first, last):
        """Yield the days of the period that lie between these two."""
        day, last = max(self.starts_on, first), min(self.ends_on, last)
        while day <= last:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Public holidays and what a school adds: its own days off and working days, and days on which lessons stop."""

    closed: tuple[Period, ...] = ()
    opened: tuple[Period, ...] = ()
    breaks: tuple[Period, ...] = ()

    def day_off(self, day):
        """Return why nobody works on this day, or nothing: what the school says goes before the state's days."""
        if any(period.covers(day) for period in self.opened):
            return ""
        if own := _named(self.closed, day):
            return own
        days, worked = public_holidays(day.year)
        if day in days:
            return days[day]
        return WEEKDAYS[day.weekday()] if day.weekday() > 4 and day not in worked else ""

    def is_working(self, day):
        return not self.day_off(day)

    def named_days(self, first, last):
        """Return the days about which the state or the school says something, those of the whole years between."""
        days = set()
        for year in range(first.year, last.year + 1):
            days |= set().union(*public_holidays(year))
        for period in (*self.closed, *self.opened):
            days |= set(period.days(first, last))
        return days

    def break_on(self, day):
        """Return the name of the vacation or of the exams on this day, or nothing."""
        return _named(self.breaks, day)


def _named(periods, day):
    return next((period.name for period in periods if period.covers(day)), "")


RUSSIA = Calendar()


def is_working_day(day, calendar=RUSSIA):
    """Return whether the office works on this day."""
    return calendar.is_working(day)


@lru_cache(maxsize=1024)
def working_days_between(start, end, calendar=RUSSIA):
    """Return how many working days follow `start` up to and including `end`; 0 where `end` is not later.

    Weeks are counted at once, then corrected by the days that are unlike their weekday: rows may be years late.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    tail = (end - timedelta(days=offset) for offset in range(rest))
    count = weeks * 5 + sum(day.weekday() < 5 for day in tail)
    return count + sum(
        calendar.is_working(day) - (day.weekday() < 5) for day in calendar.named_days(start, end) if start < day <= end
    )


def add_working_days(start, count, calendar=RUSSIA):
    """Return the day that lies `count` working days after `start`."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def working_days_before(start, count, calendar=RUSSIA):
    """Return the day that lies `count` working days before `start`."""
    day = start
    while count > 0:
        day -= timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def months_before(day, months):
    """Return the same day that many months earlier, or the last day of that month where it has no such day."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
