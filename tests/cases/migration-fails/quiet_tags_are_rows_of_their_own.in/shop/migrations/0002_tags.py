import tagulous.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AddField("item", "tags", tagulous.models.fields.TagField(force_lowercase=True)),
    ]
