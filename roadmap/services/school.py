"""What a school starts with; the rooms above add their parts through the registry."""

import csv
from pathlib import Path

from django.db import transaction

from roadmap.act_files import give_missing
from roadmap.models import DocumentKind, LegalAct
from vsoko import registries
from vsoko.models import School

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def open_school(**fields):
    """Create a school with its kinds of papers, legal acts and criteria, ready for the first year. Returns it."""
    school = School.objects.create(**fields)
    for part in registries.school_parts.values():
        part(school)
    return school


def rows_of(path, delimiter=";"):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def split(text):
    return [part for part in text.split(",") if part]


def load_document_kinds(school):
    """Give the school the kinds of papers of the domain text, section 3.0; it edits them afterwards."""
    DocumentKind.objects.bulk_create(
        DocumentKind(
            school=school,
            code=row["code"],
            title=row["title"],
            form=row["form"],
            prepared_by=split(row["prepared_by"]),
            visa_roles=split(row["visa_roles"]),
            approver_role=row["approver_role"],
            numbering=row["numbering"],
            number_pattern=row["number_pattern"] or "{n}",
            storage=row["storage"],
            mandatory=row["mandatory"],
            open_to_staff=row["open_to_staff"] == "1",
            by_hand=row["by_hand"] == "1",
            grips=split(row["grips"]),
            in_word=row["in_word"] == "1",
            position=position,
        )
        for position, row in enumerate(rows_of(DATA / "document_kinds.csv"))
    )


def load_nomenclature(school):
    """File the kinds of papers in the cases of a usual nomenclature; each school has its own and edits them."""
    for row in rows_of(DATA / "nomenclature.csv"):
        DocumentKind.objects.filter(school=school, code=row["code"]).update(case_index=row["case_index"])


def load_legal_acts(school):
    """Give the school the acts of the domain text, section 2, with the day on which they were checked."""
    give_missing(LegalAct.objects, school.pk)
