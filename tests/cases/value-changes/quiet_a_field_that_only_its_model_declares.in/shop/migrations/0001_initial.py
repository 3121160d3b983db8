from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("burden", models.FloatField(null=True)),
            ],
        ),
    ]
