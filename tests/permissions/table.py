"""What each role gets from every address (table.txt): the status of GET, then of POST with a filled form.

A row is a URL name, with a word where several records matter. 403 sees the record and may not do this, 404 does not see it, 405
is for the other method, 422 a form that refuses; 302 of a POST leads on. Another school gets 404, who is not logged in the login.
"""

from pathlib import Path

from django.db import connection

FORBIDDEN = {403, 404, 405, 409, 422}
ROLES = ("director", "deputy", "head", "auditor", "chair", "teacher", "secretary", "administrator")

ROWS = Path(__file__).with_name("table.txt").read_text()


def read(rows):
    """Return {label: (statuses of GET, statuses of POST)}, each in the order of ROLES."""
    table = {}
    for row in filter(None, rows.splitlines()):
        if row.startswith("#"):
            continue
        label, codes = row[:33].strip(), [int(code) for code in row[33:].split()]
        assert label not in table, f"{label} is named twice"
        assert len(codes) == 2 * len(ROLES), f"{label}: {len(codes)} statuses"
        table[label] = codes[: len(ROLES)], codes[len(ROLES) :]
    return table


TABLE = read(ROWS)


def is_tried(statuses, place):
    """Return whether the role is tried on this database: rights are the same on both, so one gets through on the other."""
    if connection.vendor == "sqlite":
        return True
    return place == next((number for number, status in enumerate(statuses) if status not in FORBIDDEN), 0)
