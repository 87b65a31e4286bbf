import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def judge_confirmed_checks(apps, schema_editor):
    """A confirmed effect meant all three criteria (domain text, section 4.6) before each was asked by itself."""
    checks = apps.get_model("audits", "EffectivenessCheck").objects
    checks.filter(state="effective").update(proved=True, no_repeat=True, reached=True)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0012_timetable_and_request_of_an_audit"),
        ("roadmap", "0013_training_of_auditors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="почему")),
                ("handed_on", models.DateField(verbose_name="когда")),
            ],
            options={
                "verbose_name": "передача действия",
                "verbose_name_plural": "передачи действий",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ActionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="что сделано к этому дню")),
                ("dated", models.DateField(verbose_name="день")),
            ],
            options={
                "verbose_name": "отметка о ходе",
                "verbose_name_plural": "отметки о ходе",
                "ordering": ["-dated", "-id"],
            },
        ),
        migrations.AddField(
            model_name="action",
            name="association",
            field=models.ForeignKey(
                blank=True,
                help_text="Объединение, в котором то же может случиться.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roadmap.association",
                verbose_name="где",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="resources",
            field=models.CharField(
                blank=True,
                help_text="Время, деньги, люди. Пусто: отдельных не нужно.",
                max_length=300,
                verbose_name="ресурсы",
            ),
        ),
        migrations.AddField(
            model_name="effectivenesscheck",
            name="no_repeat",
            field=models.BooleanField(null=True, verbose_name="повторов за период наблюдения нет"),
        ),
        migrations.AddField(
            model_name="effectivenesscheck",
            name="no_repeat_words",
            field=models.CharField(blank=True, max_length=500, verbose_name="где смотрели повторы"),
        ),
        migrations.AddField(
            model_name="effectivenesscheck",
            name="proved",
            field=models.BooleanField(null=True, verbose_name="действия выполнены и подтверждены"),
        ),
        migrations.AddField(
            model_name="effectivenesscheck",
            name="proved_words",
            field=models.CharField(blank=True, max_length=500, verbose_name="чем подтверждено"),
        ),
        migrations.AddField(
            model_name="effectivenesscheck",
            name="reached",
            field=models.BooleanField(null=True, verbose_name="признак выполнения достигнут"),
        ),
        migrations.AddField(
            model_name="effectivenesscheck",
            name="reached_words",
            field=models.CharField(blank=True, max_length=500, verbose_name="что видно"),
        ),
        migrations.RunPython(judge_confirmed_checks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="effectivenesscheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "effective"), _negated=True),
                    models.Q(("no_repeat", True), ("proved", True), ("reached", True)),
                    _connector="OR",
                ),
                name="check_effective_by_all_criteria",
            ),
        ),
        migrations.AddField(
            model_name="actionhandover",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="handovers",
                to="audits.action",
                verbose_name="действие",
            ),
        ),
        migrations.AddField(
            model_name="actionhandover",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто передал",
            ),
        ),
        migrations.AddField(
            model_name="actionhandover",
            name="handed_from",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handed_over",
                to="roadmap.employee",
                verbose_name="кто отвечал раньше",
            ),
        ),
        migrations.AddField(
            model_name="actionhandover",
            name="handed_to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roadmap.employee",
                verbose_name="кто отвечает теперь",
            ),
        ),
        migrations.AddField(
            model_name="actionnote",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="audits.action",
                verbose_name="действие",
            ),
        ),
        migrations.AddField(
            model_name="actionnote",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто записал",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionhandover",
            constraint=models.CheckConstraint(
                condition=models.Q(("handed_from", models.F("handed_to")), _negated=True),
                name="handover_to_somebody_else",
            ),
        ),
    ]
