from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[("id", models.BigAutoField(primary_key=True)), ("email", models.EmailField())],
        ),
        migrations.CreateModel(
            name="HistoricalAccount",
            fields=[
                ("id", models.BigIntegerField(db_index=True)),
                ("email", models.EmailField()),
                ("history_id", models.AutoField(primary_key=True)),
            ],
        ),
    ]
