from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AlterField("area", "burden", models.IntegerField(null=True))]
