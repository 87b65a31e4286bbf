from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vsoko", "0006_days_before_an_audit"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="most_due_changes",
            field=models.PositiveSmallIntegerField(
                default=2,
                help_text="Действия или пункта приказа. 0: срок не продлевают.",
                verbose_name="сколько раз продлевают срок",
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="notice_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="За сколько рабочих дней до начала аудита, не позднее.",
                verbose_name="план аудита объекту",
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="order_days",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="За сколько рабочих дней до начала аудита, не позднее.",
                verbose_name="приказ об аудите",
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="report_days",
            field=models.PositiveSmallIntegerField(
                default=5, help_text="Рабочих дней после последнего дня аудита.", verbose_name="отчёт об аудите"
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="check_after_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="Не раньше, чем через столько календарных дней после последнего действия.",
                verbose_name="проверка результативности",
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="objection_days",
            field=models.PositiveSmallIntegerField(
                default=3, help_text="Рабочих дней после сдачи отчёта.", verbose_name="ознакомление и особое мнение"
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="plan_due_days",
            field=models.PositiveSmallIntegerField(
                default=10, help_text="Рабочих дней, обычно от 5 до 10.", verbose_name="план после отчёта"
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="repeat_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Столько месяцев после закрытия тот же критерий у того же объекта считается повтором.",
                verbose_name="повторное несоответствие",
            ),
        ),
    ]
