from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.AddField("article", "featured", models.BooleanField(default=True))]
