import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("account", "key", models.UUIDField(default=uuid.uuid4)),
    ]
