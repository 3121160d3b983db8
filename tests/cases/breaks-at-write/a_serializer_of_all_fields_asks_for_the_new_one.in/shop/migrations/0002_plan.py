from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("account", "plan", models.CharField(max_length=9, default="free"), preserve_default=False),
    ]
