from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddField("content", "url", models.CharField(max_length=50, default=""))]
