from django.db import migrations

IN_FORCE = ("approved", "registered")


def close_signed(apps, schema_editor):
    """What was accepted and stands in the words of a plan in force is closed with it; the rest waits for a new edition."""
    Document = apps.get_model("roadmap", "Document")
    Item = apps.get_model("audits", "ImprovementItem")
    plans = Document.objects.filter(kind__code="D16", state__in=IN_FORCE, about_type__model="annualanalysis")
    for plan in plans.order_by("id"):
        lines = (plan.content or {}).get("text", "").splitlines()
        for item in Item.objects.filter(analysis=plan.about_id, state="accepted"):
            cell = " ".join(item.text.replace("|", "/").split())
            if any(cell in line.split(" | ") for line in lines):
                Item.objects.filter(pk=item.pk).update(state="approved", plan=plan)


class Migration(migrations.Migration):
    dependencies = [("audits", "0023_sign_the_improvement_plan")]

    operations = [migrations.RunPython(close_signed, migrations.RunPython.noop)]
