"""The days of the demo: on any day there is room for a year's story, told in its order, on working days."""

from datetime import date

from audits.demo import clock, current_year
from vsoko.workdays import is_working_day


def test_the_year_of_the_story_always_has_room_on_both_sides():
    for day in (
        date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
    ):
        first, last = current_year.next_year.period_of(current_year.label_of(day))
        assert (day - first).days >= 100, day
        assert (last - day).days >= 21, day
    assert current_year.label_of(date(2026, 11, 23)) == "2026"


def test_stories_are_told_in_the_order_of_their_days():
    told = []

    def story(name, *days):
        for day in days:
            yield day
            told.append((day, name))
            if name == "first":
                yield story(f"child of {day.day}", day.replace(month=6))

    shown = clock.Clock()
    clock.play(
        shown, [story("first", date(2021, 1, 1), date(2021, 3, 1)), story("second", date(2021, 2, 1), date(9999, 1, 1))]
    )
    assert [name for _, name in told] == ["first", "second", "first", "child of 1", "child of 1"]
    assert [day for day, _ in told] == sorted(day for day, _ in told)
    assert shown.day == date(2021, 6, 1)


def test_days_counted_from_today_are_working_days():
    for number in range(date(2026, 12, 20).toordinal(), date(2027, 1, 20).toordinal()):
        day = date.fromordinal(number)
        assert is_working_day(clock.working(day))
        assert clock.working(day) <= day <= clock.on_work(day)
