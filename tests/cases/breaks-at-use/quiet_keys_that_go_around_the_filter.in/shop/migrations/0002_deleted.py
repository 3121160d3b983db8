from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddField("author", "is_deleted", models.BooleanField(default=True))]
