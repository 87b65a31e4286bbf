from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0002_name_the_state_of_one_nonconformity"), ("roadmap", "0008_give_schools_their_acts")]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="acts",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="roadmap.legalact", verbose_name="нормативные акты"
            ),
        ),
    ]
