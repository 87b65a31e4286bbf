from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vsoko", "0009_filters_that_people_keep"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sign", "подписать и согласовать"),
                    ("read", "ознакомиться"),
                    ("decide", "решить и принять"),
                    ("assigned", "поручено"),
                    ("returned", "возвращено"),
                    ("decided", "решено"),
                    ("reminder", "напоминание о сроке"),
                    ("late", "просрочено у других"),
                    ("digest", "сводка"),
                ],
                max_length=10,
                verbose_name="вид",
            ),
        ),
    ]
