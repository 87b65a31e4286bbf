import csv
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NOMENCLATURE = Path(__file__).resolve().parent.parent / "data" / "nomenclature.csv"


def file_in_cases(apps, schema_editor):
    """Give the kinds of papers that a school has already the cases that a new school starts with."""
    kinds = apps.get_model("roadmap", "DocumentKind").objects
    with NOMENCLATURE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            kinds.filter(code=row["code"], case_index="").update(case_index=row["case_index"])


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0003_grips_and_word"),
        ("vsoko", "0003_search_and_school_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="acknowledgement",
            name="remark",
            field=models.CharField(
                blank=True, help_text="«отпуск», «отказ, акт от 15.12.2020».", max_length=200, verbose_name="примечание"
            ),
        ),
        migrations.AddField(
            model_name="documentkind",
            name="case_index",
            field=models.CharField(
                blank=True,
                help_text="Индекс и заголовок: «01-05 Приказы».",
                max_length=120,
                verbose_name="дело по номенклатуре",
            ),
        ),
        migrations.AddField(
            model_name="documentkind",
            name="restricted",
            field=models.BooleanField(
                default=False,
                help_text="В папку года попадает только строка описи, без файла.",
                verbose_name="служебные сведения",
            ),
        ),
        migrations.CreateModel(
            name="YearFolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("running", "собирается"),
                            ("done", "готова"),
                            ("failed", "не получилась"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="собрано")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="всего")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 состава")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="что помешало")),
                ("requested_at", models.DateTimeField(verbose_name="заказана")),
                ("beat_at", models.DateTimeField(verbose_name="последний признак работы")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="собрана")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                        verbose_name="файл",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "roadmap",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="folder",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
            ],
            options={
                "verbose_name": "папка года",
                "verbose_name_plural": "папки года",
                "ordering": ["-requested_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("file__isnull", False), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="year_folder_done_has_file",
                    )
                ],
            },
        ),
        migrations.RunPython(file_in_cases, migrations.RunPython.noop),
    ]
