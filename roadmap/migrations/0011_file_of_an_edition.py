import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0010_analysis_is_approved_by_signature"),
        ("vsoko", "0004_audit_needs_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="source_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vsoko.storedfile",
                verbose_name="исходный файл",
            ),
        ),
    ]
