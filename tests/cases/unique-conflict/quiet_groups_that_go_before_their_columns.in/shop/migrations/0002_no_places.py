from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AlterUniqueTogether(name="seat", unique_together=set()),
        migrations.RemoveConstraint(model_name="seat", name="unique_row"),
        migrations.RemoveField("seat", "place"),
        migrations.RemoveField("seat", "row"),
    ]
