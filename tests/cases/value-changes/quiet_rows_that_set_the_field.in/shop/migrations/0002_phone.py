from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AlterField(
            "account", "phone", models.CharField(max_length=20, default=""), preserve_default=False
        ),
    ]
