from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="acknowledged_on",
            field=models.DateField(blank=True, null=True, verbose_name="объект ознакомлен"),
        ),
        migrations.AlterField(
            model_name="finding",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "черновик"),
                    ("open", "зарегистрировано"),
                    ("acknowledged", "объект ознакомлен"),
                    ("disputed", "разногласие"),
                    ("withdrawn", "снято"),
                    ("planned", "есть план"),
                    ("in_progress", "устраняется"),
                    ("verifying", "проверка результативности"),
                    ("closed", "закрыто"),
                    ("recorded", "записано"),
                    ("accepted", "принято к работе"),
                    ("declined", "отклонено"),
                ],
                default="draft",
                max_length=12,
                verbose_name="состояние",
            ),
        ),
    ]
