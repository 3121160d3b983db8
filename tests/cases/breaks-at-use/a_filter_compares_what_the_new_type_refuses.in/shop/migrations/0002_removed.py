from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AlterField("account", "removed", models.DateTimeField(null=True))]
