from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.AlterField("article", "status", models.CharField(max_length=9, default="draft")),
    ]
