from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddField("account", "is_trusted", models.BooleanField(default=False))]
