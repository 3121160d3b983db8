from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("lot", "level", models.ForeignKey("shop.Level", on_delete=models.CASCADE)),
        migrations.AddField("lot", "slug", models.SlugField()),
        migrations.AddField("lot", "rank", models.IntegerField()),
    ]
