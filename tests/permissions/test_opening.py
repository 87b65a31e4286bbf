"""Who may open what: the table in table.txt, tried with real records."""

from contextlib import nullcontext

import pytest

from tests.permissions.table import ROLES, TABLE, is_tried
from tests.permissions.visits import checksums, undone, undrawn

pytestmark = pytest.mark.long


def is_drawn(statuses, place):
    """Return whether a page is drawn for this role: for the first and the last that may open it, most unlike each other."""
    who = [number for number, status in enumerate(statuses) if status == 200]
    return place in (who[:1] + who[-1:])


def test_what_each_role_may_open(schools, strip, uncopied):
    """And opening costs little and changes nothing: not one statement writes, and all rows are as they were."""
    wrong, before = [], checksums()
    for place, role in enumerate(ROLES):
        if place == 1:
            strip()
        for label, (expected, _) in TABLE.items():
            if not is_tried(expected, place):
                continue
            with undone() as asked, nullcontext() if is_drawn(expected, place) else undrawn():
                got = schools.people[role].get(schools.url(label)).status_code
            if got != expected[place]:
                wrong.append(f"{label}: {role} gets {got}, not {expected[place]}")
            if asked:
                wrong.append(f"{label}: writes to {asked} for {role}")
            if asked.too_much():
                wrong.append(f"{label}: asks {asked.queries} times for {role}")
    assert wrong == []
    assert checksums() == before
