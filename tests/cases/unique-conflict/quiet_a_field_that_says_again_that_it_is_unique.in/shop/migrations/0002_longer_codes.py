from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AlterField("Seat", "code", models.CharField(max_length=12, unique=True)),
    ]
