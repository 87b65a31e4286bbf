"""The calendar of a school: public holidays of the state, corrected by what the school writes down itself."""

from datetime import date, timedelta

import pytest

from vsoko.workdays import (
    Calendar,
    Period,
    add_working_days,
    is_working_day,
    last_year_with_moved_days,
    working_days_between,
)

CLOSED = Period(date(2021, 11, 15), date(2021, 11, 16), "ремонт")
OPENED = Period(date(2021, 11, 5), date(2021, 11, 6), "рабочий день")
OWN = Calendar(closed=(CLOSED,), opened=(OPENED,))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 11, 4), "День народного единства"),
        (date(2021, 11, 5), "Выходной (перенесено с 02.01.2021)"),
        (date(2021, 11, 6), "суббота"),
        (date(2021, 2, 20), ""),  # a Saturday worked instead of Monday, 22 February
        (date(2021, 11, 8), ""),
    ],
)
def test_a_day_off_says_why(day, why):
    assert Calendar().day_off(day) == why
    assert is_working_day(day) == (why == "")


def test_what_the_school_writes_goes_before_the_days_of_the_state():
    assert [OWN.day_off(date(2021, 11, day)) for day in (4, 5, 6, 15)] == ["День народного единства", "", "", "ремонт"]


@pytest.mark.parametrize("calendar", [Calendar(), OWN])
def test_counting_at_once_and_day_by_day_agree(calendar):
    first = date(2020, 12, 25)
    for length in range(0, 500, 7):
        last = first + timedelta(days=length)
        counted = sum(calendar.is_working(first + timedelta(days=one)) for one in range(1, length + 1))
        assert working_days_between(first, last, calendar) == counted


def test_terms_pass_over_holidays():
    assert add_working_days(date(2021, 4, 30), 3) == date(2021, 5, 6)  # 3 May stands for the Saturday of 1 May
    assert add_working_days(date(2021, 11, 3), 1, OWN) == date(2021, 11, 5)


def test_days_moved_by_the_government_are_known_for_the_year_after_this_edition_of_the_library():
    assert last_year_with_moved_days() >= 2027
