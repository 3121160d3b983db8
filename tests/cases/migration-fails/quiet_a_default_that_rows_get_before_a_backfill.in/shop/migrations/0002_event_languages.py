from django.db import migrations, models

import shop.models


def fill(apps, schema_editor):
    Event = apps.get_model("shop", "Event")
    for event in Event.objects.all():
        event.languages = event.name.split(",")
        event.save()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="languages",
            field=models.JSONField(default=shop.models.default_languages),
        ),
        migrations.RunPython(fill),
    ]
