import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0006_give_schools_their_skeletons")]

    operations = [
        migrations.AddField(
            model_name="legalact",
            name="note",
            field=models.TextField(blank=True, default="", verbose_name="что важно знать"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="legalact",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="roadmap.legalact",
                verbose_name="чем заменён",
            ),
        ),
    ]
