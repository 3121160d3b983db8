from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("show", models.IntegerField()),
                ("place", models.CharField(max_length=9)),
            ],
            options={"unique_together": {("show", "place")}},
        ),
    ]
