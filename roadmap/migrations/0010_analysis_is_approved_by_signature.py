from django.db import migrations


def approve_by_signature(apps, schema_editor):
    """Let the analysis be approved by whoever signs it, as its title page says; what a school has decided stays."""
    kinds = apps.get_model("roadmap", "DocumentKind").objects
    # The title of the paper names the year; the kind above it said «за год» once more.
    kinds.filter(code="D15", title="Анализ ВСОКО за год").update(title="Анализ ВСОКО")
    untouched = kinds.filter(code="D15", numbering="journal", grips=["reviewed", "ordered"])
    untouched.update(numbering="none", number_pattern="{n}", grips=["reviewed", "approve"])


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0009_proposed_decisions")]

    operations = [migrations.RunPython(approve_by_signature, migrations.RunPython.noop)]
