from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AlterField("player", "phone", models.CharField(max_length=20, default=""))]
