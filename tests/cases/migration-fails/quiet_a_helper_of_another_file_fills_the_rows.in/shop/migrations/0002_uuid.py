import uuid

from django.db import migrations, models

from shop.backfill import fill_uuids


def fill(apps, schema_editor):
    fill_uuids(apps.get_model("shop", "Entry"))


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("entry", "uuid", models.UUIDField(default=uuid.uuid4, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("entry", "uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
    ]
