from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("lot", "slug", models.SlugField()),
        migrations.AddField("lot", "rank", models.IntegerField()),
        migrations.AddField("lot", "state", models.CharField(max_length=9, default="new")),
    ]
