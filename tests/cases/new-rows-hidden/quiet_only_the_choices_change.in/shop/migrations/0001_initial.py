from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[("id", models.BigAutoField(primary_key=True)), ("kind", models.CharField(max_length=9))],
        ),
        migrations.AddField("entry", "state", models.CharField(max_length=9, default="shut")),
    ]
