from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AlterUniqueTogether(name="preference", unique_together=set()),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(fields=["user", "event"], name="one_each"),
        ),
    ]
