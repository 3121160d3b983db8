import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField("entry", "id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
    ]
