from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddField("account", "plan", models.CharField(max_length=9, db_default="free"))]
