import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data"
FRESH = ("D05", "D09", "D10", "D17", "D19", "D22")


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def split(text):
    return [part for part in text.split(",") if part]


def give_missing_kinds(apps, schema_editor):
    """Give each school the kinds that a new one starts with, in their order; what a school has decided stays."""
    kinds = apps.get_model("roadmap", "DocumentKind").objects
    papers = apps.get_model("roadmap", "Document").objects
    cases = {row["code"]: row["case_index"] for row in rows_of("nomenclature.csv")}
    schools = set(kinds.values_list("school", flat=True))
    for position, row in enumerate(rows_of("document_kinds.csv")):
        code = row["code"]
        kinds.filter(code=code).update(position=position)
        if code not in FRESH:
            continue
        for school in schools:
            kinds.get_or_create(
                school_id=school,
                code=code,
                defaults={
                    "title": row["title"],
                    "form": row["form"],
                    "prepared_by": split(row["prepared_by"]),
                    "approver_role": row["approver_role"],
                    "numbering": row["numbering"],
                    "number_pattern": row["number_pattern"] or "{n}",
                    "storage": row["storage"],
                    "mandatory": row["mandatory"],
                    "open_to_staff": row["open_to_staff"] == "1",
                    "by_hand": row["by_hand"] == "1",
                    "grips": split(row["grips"]),
                    "in_word": row["in_word"] == "1",
                    "case_index": cases.get(code, ""),
                    "position": position,
                },
            )
    # The note takes the number of its audit; where notes have been numbered in a row of their own, they go on so.
    for kind in kinds.filter(code="D20", numbering="own"):
        if not papers.filter(kind=kind).exists():
            kind.numbering = "owner"
            kind.save(update_fields=["numbering"])


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0004_year_folder_and_remarks_of_readers")]

    operations = [
        migrations.AddField(
            model_name="documentitem",
            name="condition",
            field=models.CharField(blank=True, max_length=30, verbose_name="отметится само"),
        ),
        migrations.RunPython(give_missing_kinds, migrations.RunPython.noop),
    ]
