from django.db import migrations, models

import shop.models


def earliest(event):
    return event.log.order_by("at").first().at


def fill(apps, schema_editor):
    Event = apps.get_model("shop", "Event")
    for event in Event.objects.all():
        event.languages = event.name.split(",")
        event.starts = earliest(event)
        event.save()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="languages",
            field=models.JSONField(default=shop.models.default_languages),
        ),
        migrations.AddField("event", "starts", models.DateTimeField(auto_now_add=True, null=True)),
        migrations.RunPython(fill),
        migrations.AlterField("event", "starts", models.DateTimeField(auto_now_add=True)),
    ]
