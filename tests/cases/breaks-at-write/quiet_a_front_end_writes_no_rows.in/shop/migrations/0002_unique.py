from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="server",
            constraint=models.UniqueConstraint(fields=["host"], name="host_once"),
        ),
    ]
