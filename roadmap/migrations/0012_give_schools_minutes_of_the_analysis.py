from django.db import migrations

from roadmap.skeleton_files import give_missing


def give_skeletons(apps, schema_editor):
    """Give the schools that are there the minutes of the meeting that considers the analysis."""
    kinds = apps.get_model("roadmap", "DocumentKind").objects
    skeletons = apps.get_model("roadmap", "Skeleton").objects
    for school_id in sorted(set(kinds.values_list("school_id", flat=True))):
        give_missing(kinds, skeletons, school_id)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0011_file_of_an_edition")]

    operations = [migrations.RunPython(give_skeletons, migrations.RunPython.noop)]
