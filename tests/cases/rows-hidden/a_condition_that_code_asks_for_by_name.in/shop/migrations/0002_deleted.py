from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    operations = [migrations.AddField("article", "deleted_at", models.DateTimeField(null=True, db_default=Now()))]
