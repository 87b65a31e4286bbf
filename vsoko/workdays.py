"""Working days of a school office: Monday to Friday, without the days it names as holidays."""

from calendar import monthrange
from datetime import date, timedelta


def is_working_day(day, holidays=frozenset()):
    """Return whether the office works on this day."""
    return day.weekday() < 5 and day not in holidays


def working_days_between(start, end, holidays=frozenset()):
    """Return how many working days follow `start` up to and including `end`; 0 where `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    tail = (end - timedelta(days=offset) for offset in range(rest))
    count = weeks * 5 + sum(day.weekday() < 5 for day in tail)
    return count - sum(day.weekday() < 5 for day in set(holidays) if start < day <= end)


def add_working_days(start, count, holidays=frozenset()):
    """Return the day that lies `count` working days after `start`."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day


def months_before(day, months):
    """Return the same day that many months earlier, or the last day of that month where it has no such day."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
