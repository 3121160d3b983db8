from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddField("account", "orders", models.IntegerField(default=1))]
