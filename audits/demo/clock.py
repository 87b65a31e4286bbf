"""The days of the story: a clock that services read instead of today's, and the order in which its parts are told.

Services ask the program's clock for the day of a fact, for rights and for the moment of an entry. While the demo is
written that clock shows the day of the story, so that each of them comes out as it would have on that day.
"""

import heapq
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from vsoko.workdays import add_working_days, is_working_day, working_days_before

TICK = timedelta(seconds=1)
PAUSE = timedelta(minutes=9)  # between two things done on one day
MORNING = time(8, 40)


class Clock:
    """Shows the story's day to everything that asks; each question comes a little later than the one before."""

    def __init__(self):
        self._real = timezone.now
        self.today = timezone.localdate()
        self._moment = None

    def to(self, day):
        """Set the clock to the morning of a day, sooner or later, or on by a while on the day that it shows already."""
        if self.day == day:
            self._moment += PAUSE
        else:
            later_by = timedelta(minutes=day.toordinal() * 47 % 240)
            self._moment = timezone.make_aware(datetime.combine(day, MORNING)) + later_by

    @property
    def day(self):
        """Return the day that the clock shows."""
        return timezone.localtime(self._moment).date() if self._moment else date.min

    @contextmanager
    def shown(self):
        """Let the whole program read this clock until the end of the block."""
        timezone.now = self._tell
        try:
            yield self
        finally:
            timezone.now = self._real

    def _tell(self):
        real = self._real()
        if self._moment is None:
            return real
        self._moment += TICK
        return min(self._moment, real)


def play(clock, stories):
    """Tell the stories together, day by day, up to today; what lies ahead of today is left untold.

    A story is a generator: it yields the day on which it goes on, or another story that begins then and there.
    """
    turn = count()
    queue = []

    def go_on(story):
        for wish in story:
            if isinstance(wish, date):
                if wish <= clock.today:
                    heapq.heappush(queue, (max(wish, clock.day), next(turn), story))
                return
            go_on(wish)

    for story in stories:
        go_on(story)
    while queue:
        day, _, story = heapq.heappop(queue)
        clock.to(day)
        go_on(story)


def working(day):
    """Return the day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def later(day, working_days):
    """Return the day that many working days later."""
    return add_working_days(day, working_days)


def earlier(day, working_days):
    """Return the day that many working days earlier."""
    return working_days_before(day, working_days)


def on_work(day):
    """Return the day itself, or the first working day after it."""
    return day if working(day) == day else later(day, 1)


def each_working_day(first, last):
    """Yield the working days of a term; a term without any is its first day."""
    day = on_work(first)
    if day > last:
        yield first
    while day <= last:
        yield day
        day = later(day, 1)
