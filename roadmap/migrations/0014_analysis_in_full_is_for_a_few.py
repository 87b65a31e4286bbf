from django.db import migrations


def close(apps, schema_editor):
    """Take the mark «виден всем работникам» off the analysis: the staff reads the version without names."""
    apps.get_model("roadmap", "DocumentKind").objects.filter(code="D15").update(open_to_staff=False)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0013_training_of_auditors")]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
