import csv
from pathlib import Path

from django.db import migrations, models

from roadmap.skeleton_files import give_missing

KINDS = Path(__file__).resolve().parent.parent / "data" / "document_kinds.csv"
FRESH = "D23"


def give_skeletons(apps, schema_editor):
    """Give the schools that are there the order of approval and the texts that a new school starts with."""
    kinds = apps.get_model("roadmap", "DocumentKind").objects
    skeletons = apps.get_model("roadmap", "Skeleton").objects
    with KINDS.open(encoding="utf-8", newline="") as file:
        codes = list(csv.DictReader(file, delimiter=";"))
    row = next(one for one in codes if one["code"] == FRESH)
    for school_id in sorted(set(kinds.values_list("school_id", flat=True))):
        kinds.get_or_create(
            school_id=school_id,
            code=FRESH,
            defaults={
                "title": row["title"],
                "form": row["form"],
                "prepared_by": row["prepared_by"].split(","),
                "approver_role": row["approver_role"],
                "numbering": row["numbering"],
                "number_pattern": row["number_pattern"],
                "storage": row["storage"],
                "open_to_staff": row["open_to_staff"] == "1",
                "by_hand": row["by_hand"] == "1",
                "in_word": row["in_word"] == "1",
                "case_index": "01-05 Приказы по основной деятельности",
                "position": codes.index(row),
            },
        )
        give_missing(kinds, skeletons, school_id)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0005_kinds_of_the_audit_and_conditions_of_points")]

    operations = [
        migrations.AlterField(
            model_name="employee",
            name="case_forms",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Что исправлено рукой: {поле карточки: {падеж: форма}}.",
                verbose_name="падежи",
            ),
        ),
        migrations.AlterField(
            model_name="skeleton",
            name="points",
            field=models.TextField(
                blank=True,
                help_text="По одному на строке: «текст | ответственный | срок | условие», всё после текста не обязательно.",
                verbose_name="пункты",
            ),
        ),
        migrations.RunPython(give_skeletons, migrations.RunPython.noop),
    ]
