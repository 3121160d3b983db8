from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("event", models.CharField(max_length=100)),
                ("user", models.CharField(max_length=100)),
            ],
            options={"unique_together": {("event", "user")}},
        ),
    ]
