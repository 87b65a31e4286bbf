from django.db import migrations, models

GRIPS = {
    "D00": ["approve"],
    "D02": ["accepted", "opinion", "ordered"],
    "D06": ["approve"],
    "D08": ["approve"],
    "D11": ["approve"],
    "D12": ["approve"],
    "D13": ["approve"],
    "D14": ["reviewed", "ordered"],
    "D15": ["reviewed", "ordered"],
    "D16": ["ordered"],
    "D21": ["reviewed"],
}
NOT_IN_WORD = ("D00", "D13", "D18")


def fill(apps, schema_editor):
    """Give the kinds that schools already have what a new school begins with."""
    kinds = apps.get_model("roadmap", "DocumentKind").objects
    for code, grips in GRIPS.items():
        kinds.filter(code=code).update(grips=grips)
    kinds.exclude(code__in=NOT_IN_WORD).update(in_word=True)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0002_skeletons_and_sources")]

    operations = [
        migrations.AddField(
            model_name="documentkind",
            name="grips",
            field=models.JSONField(
                blank=True, default=list, help_text="Что стоит в углу над документом.", verbose_name="грифы"
            ),
        ),
        migrations.AddField(
            model_name="documentkind",
            name="in_word",
            field=models.BooleanField(default=False, verbose_name="выгружается в Word"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
