from django.db import migrations, models

from roadmap.citing import acts_in


def cite(apps, schema_editor):
    """Criteria keep the act they cite and get the others that their requirement names."""
    criteria = apps.get_model("audits", "Criterion").objects
    acts = apps.get_model("roadmap", "LegalAct").objects
    for school_id in apps.get_model("vsoko", "School").objects.values_list("pk", flat=True):
        known = list(acts.filter(school_id=school_id))
        for criterion in criteria.filter(school_id=school_id):
            chosen = [criterion.legal_act_id] if criterion.legal_act_id else []
            criterion.acts.add(*chosen, *(act.pk for act in acts_in(criterion.requirement, known)))


class Migration(migrations.Migration):
    dependencies = [("audits", "0003_acts_of_criteria")]

    operations = [
        migrations.RunPython(cite, migrations.RunPython.noop),
        migrations.RemoveField(model_name="criterion", name="legal_act"),
        migrations.AlterField(
            model_name="criterion",
            name="acts",
            field=models.ManyToManyField(
                blank=True, related_name="criteria", to="roadmap.legalact", verbose_name="нормативные акты"
            ),
        ),
    ]
