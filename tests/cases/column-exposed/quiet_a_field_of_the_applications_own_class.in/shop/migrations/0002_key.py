from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("settings", "api_key", models.CharField(max_length=99, null=True))
    ]
