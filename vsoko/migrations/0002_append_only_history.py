from django.db import migrations

from vsoko import history_triggers


def create(apps, schema_editor):
    history_triggers.restore(schema_editor.connection)


def drop(apps, schema_editor):
    history_triggers.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("vsoko", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
