"""The list of questions that every school begins with (domain text, section 6), and how a school's own differ from it."""

import csv
from functools import cache
from pathlib import Path

from audits.models.criterion import WORDING, Subject

DATA = Path(__file__).resolve().parent / "data"
SOURCE_EDITION = "23.11.2026"
SUBJECTS = {"mo": Subject.ASSOCIATION, "programme": Subject.PROGRAMME, "school": Subject.SCHOOL}


def rows_of(name, delimiter):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


@cache
def shipped():
    """Return {code: {field: words}} of the list, in its order."""
    return {
        row["code"]: {
            "section": row["section"],
            "question": row["question"],
            "requirement": row["requirement_reference"],
            "applies_to": SUBJECTS[row["applies_to"]].value,
            "hint": row["evidence_hint"],
        }
        for row in rows_of("criteria.csv", ",")
    }


def words_of(record):
    """Return the wording of a criterion or of one of its editions as a dict."""
    return {name: getattr(record, name) for name in WORDING}


def is_changed(criterion):
    """Return whether the school asks a question of the list in other words than the list."""
    source = shipped().get(criterion.source_code)
    return source is not None and words_of(criterion) != source


def changed_among(queryset):
    """Return the keys of the criteria whose wording differs from that of the list: by one query."""
    return [criterion.pk for criterion in queryset.exclude(source_code="").order_by() if is_changed(criterion)]
