from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("article", "rank", models.IntegerField(default=0)),
        migrations.AddField("article", "featured", models.BooleanField(default=True)),
    ]
