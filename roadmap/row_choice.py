"""Some rows of a roadmap instead of all: what its page shows when a figure leads to it (`?rows=late&on=2021-12-20`).

`own=0` leaves the analysis out, too, though it is done by now: it was not when its figures were counted.
"""

from datetime import date

from roadmap.models import Activity
from roadmap.models.activity import Stage

DROPPED = (Activity.State.NOT_REQUIRED, Activity.State.CANCELLED)


def is_own(row):
    """Return whether it is the analysis that judges the year, still to be done: it is not counted against itself."""
    return row.stage == Stage.ANALYSIS and row.state in row.OPEN


CHOICES = {
    "done": ("выполненные", lambda row, day: row.state == Activity.State.DONE),
    "owed": (
        "те, по которым судят о выполнении карты",
        lambda row, day: row.state not in DROPPED and not is_own(row),
    ),
    "late": ("просроченные", lambda row, day: not is_own(row) and row.is_late(day)),
}


def choice_of(query, today):
    """Return (words, f(row) -> bool) as the address asks, or None where it asks for everything."""
    if query.get("rows") not in CHOICES:
        return None
    words, fits = CHOICES[query["rows"]]
    try:
        day = date.fromisoformat(query.get("on", ""))
    except ValueError:
        day = today
    if query.get("own") == "0":
        return f"{words}, кроме самого анализа", lambda row: row.stage != Stage.ANALYSIS and fits(row, day)
    return words, lambda row: fits(row, day)
