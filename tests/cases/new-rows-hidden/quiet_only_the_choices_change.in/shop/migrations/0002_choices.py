from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AlterField(
            "entry", "kind", models.CharField(max_length=9, choices=[("live", "Live"), ("old", "Old")])
        ),
        migrations.AlterField(
            "entry",
            "state",
            models.CharField(max_length=9, choices=[("open", "Open"), ("shut", "Shut")], default="shut"),
        ),
    ]
