import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("article", "deleted_at", models.DateTimeField(default=django.utils.timezone.now)),
    ]
