import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    Variation = apps.get_model("shop", "Variation")
    for variation in Variation.objects.all():
        variation.key = uuid.uuid4()
        variation.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AddField("variation", "key", models.UUIDField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "variation", "key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
