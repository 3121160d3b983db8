import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("entry", "uuid", models.UUIDField(default=uuid.uuid4, null=True)),
        migrations.RemoveField("entry", "id"),
        migrations.AlterField("entry", "uuid", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
        migrations.RenameField("entry", "uuid", "id"),
    ]
