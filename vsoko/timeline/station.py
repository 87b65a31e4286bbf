"""What a year's drawing consists of: stations between two days, their pace, and days as percent of a period."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("янв", "фев", "март", "апр", "май", "июнь", "июль", "авг", "сен", "окт", "нояб", "дек")
BEHIND = "отставание"
OVERDUE = "срок прошёл"
# A count grows by whole things: less than this share behind an even pace is not worth a word.
TOLERANCE = 0.05

_HALF = '<path class="mk mk--run-half" d="M6 3.3 a4.2 4.2 0 0 0 0 8.4z"/>'
MARKS = {
    "plan": '<circle class="mk" cx="6" cy="7.5" r="4.2"/>',
    "draft": '<circle class="mk mk--draft" cx="6" cy="7.5" r="4.2" stroke-dasharray="2 2"/>',
    "run": f'<circle class="mk mk--run" cx="6" cy="7.5" r="4.2"/>{_HALF}',
    "wait": '<path class="mk mk--wait" d="M6 2.5 l5 5 l-5 5 l-5 -5z"/>',
    "done": '<path class="mk mk--done" d="M1 8 l3.4 3.6 l6.2 -7.6" fill="none"/>',
    "late": '<path class="mk mk--late" d="M6 2.5 l5.4 9.5 h-10.8z"/>',
    "back": '<path class="mk mk--late" d="M1 7.5 l9.5 -5.4 v10.8z"/>',
    "split": '<path class="mk mk--wait" d="M1.5 5.2 h9 M1.5 9.8 h9"/>',
    "void": '<path class="mk" d="M1.5 7.5 h9"/>',
    "": "",
}


@dataclass(frozen=True)
class Station:
    """One thing of the year: `done` from 0 to 1, `shape` as in states («» draws no mark), `words` its state in words.

    A station without `start` («до 20 апреля») is a point at its end.
    """

    label: str
    start: date | None
    end: date
    done: float = 0.0
    shape: str = "plan"
    url: str = ""
    words: str = ""


def expected(station, today):
    """Return the share that an even pace would have done by the end of the day, None where there is no pace."""
    if station.start is None or station.start > today:
        return None
    return min(1.0, ((today - station.start).days + 1) / ((station.end - station.start).days + 1))


def lag(station, today):
    """Return the word for a station that is late or behind an even pace; nothing for one drawn without a mark."""
    if station.done >= 1 or station.shape in {"", "done", "void"}:
        return ""
    if station.end < today:
        return OVERDUE
    pace = expected(station, today)
    return BEHIND if pace is not None and station.done + TOLERANCE < pace else ""


@dataclass(frozen=True)
class Scale:
    """Days of a period as percent of its width."""

    first: date
    last: date

    def x(self, day, part=0.0):
        """Return where a day lies, clipped to the period; `part` 1 is its end, 0.5 its noon."""
        share = ((day - self.first).days + part) / ((self.last - self.first).days + 1)
        return min(100.0, max(0.0, 100 * share))

    def months(self):
        """Yield (number of month, left, right) of each month, cut at the ends of the period."""
        day = self.first
        while day <= self.last:
            end = min(self.last, day.replace(day=monthrange(day.year, day.month)[1]))
            yield day.month, self.x(day), self.x(end, 1)
            day = end + timedelta(days=1)


def percent(value):
    """Return a share of the width as an attribute: «38.23%»."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def ends(station, scale):
    """Return where the span begins and ends; without a start it is the last day alone."""
    return scale.x(station.start or station.end), scale.x(station.end, 1)


def elapsed(scale, today):
    """Return how much of the period has gone by at noon of today."""
    return scale.x(today, 0.5) if today <= scale.last else 100.0


def said(station, today, between):
    """Return the station in words, as it is read aloud."""
    words = ", ".join(word for word in (station.words, lag(station, today)) if word)
    return f"{station.label}{between}{words}" if words else station.label


def done_bar(station, left, right, where):
    """Return the thick part of a station, nothing where nothing is done; `where` are the attributes of its height."""
    share = min(1.0, max(0.0, station.done))
    if not share:
        return ""
    whole = " tp-done--all" if share == 1 else ""
    return f'<rect class="tp-done{whole}" x="{percent(left)}" width="{percent((right - left) * share)}" {where}/>'
