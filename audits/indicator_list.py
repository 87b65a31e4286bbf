"""The list of indicators that every school begins with (domain text, section 7)."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@cache
def shipped():
    """Return {code: {field: value}} of the list, in its order; numbers stay text, as the database takes them."""
    with (DATA / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: {
                "name": row["name"],
                "group": row["code"][0],
                "formula": row["formula"],
                "unit": row["unit"],
                "periodicity": row["periodicity"],
                "source": row["source_document"],
                "direction": row["target_direction"],
                "target": row["typical_target"],
                "method": row["method"],
                "part_label": row["part"],
                "whole_label": row["whole"],
                "basis": row["basis"],
                "goal": row["goal"] or None,
                "threshold": row["threshold"] or None,
                "calendar_year": row["calendar_year"] == "1",
                "counts_people": row["counts_people"] == "1",
                "places": int(row["places"]),
            }
            for row in csv.DictReader(file)
        }
