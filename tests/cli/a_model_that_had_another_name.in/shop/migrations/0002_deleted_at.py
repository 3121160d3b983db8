from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_inbox")]
    operations = [
        migrations.AddField(model_name="inbox", name="deleted_at", field=models.DateTimeField(null=True)),
    ]
