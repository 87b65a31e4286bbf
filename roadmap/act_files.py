"""The acts that a school starts with, kept as a file (domain text, section 2); a school that is there gets what it lacks."""

import csv
from datetime import date
from pathlib import Path

ACTS = Path(__file__).resolve().parent / "data" / "legal_acts.csv"


def give_missing(acts, school_id):
    """Give the school the acts whose code it has not got; what it keeps itself stays. `acts` is the manager of the model."""
    with ACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    known = set(acts.filter(school_id=school_id).values_list("code", flat=True))
    acts.bulk_create(
        acts.model(
            school_id=school_id,
            **{name: row[name] for name in ("code", "title", "number", "note")},
            **{name: _day(row[name]) for name in ("issued_on", "valid_until", "checked_on")},
        )
        for row in rows
        if row["code"] not in known
    )
    present = {act.code: act for act in acts.filter(school_id=school_id)}
    for row in rows:
        if row["replaced_by"] and row["code"] not in known:
            present[row["code"]].replaced_by = present[row["replaced_by"]]
            present[row["code"]].save(update_fields=["replaced_by"])


def _day(text):
    return date.fromisoformat(text) if text else None
