from django.db import migrations, models


def copy(apps, schema_editor):
    Document = apps.get_model("shop", "Document")
    batch = []
    for row in Document.objects.values("id", "created"):
        batch.append(Document(id=row["id"], created_date=row["created"].date()))
    if batch:
        Document.objects.bulk_update(batch, ["created_date"])


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AddField("document", "created_date", models.DateField(null=True)),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RemoveField("document", "created"),
        migrations.RenameField("document", "created_date", "created"),
    ]
