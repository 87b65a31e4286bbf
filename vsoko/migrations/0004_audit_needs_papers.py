from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vsoko", "0003_search_and_school_forms")]

    operations = [
        migrations.AddField(
            model_name="school",
            name="audit_needs_papers",
            field=models.BooleanField(
                default=False,
                help_text="Иначе страница аудита лишь предупреждает, чего не хватает.",
                verbose_name="завершать аудит только с обязательными документами",
            ),
        )
    ]
