from django.db import migrations

from roadmap.act_files import give_missing


def give_acts(apps, schema_editor):
    """Complete the table of acts of the schools that are there."""
    acts = apps.get_model("roadmap", "LegalAct").objects
    for school_id in apps.get_model("vsoko", "School").objects.values_list("pk", flat=True):
        give_missing(acts, school_id)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0007_replaced_acts")]

    operations = [migrations.RunPython(give_acts, migrations.RunPython.noop)]
