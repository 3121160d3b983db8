from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AlterUniqueTogether(name="seat", unique_together=set()),
        migrations.AddField("seat", "deleted_at", models.DateTimeField(null=True)),
        migrations.AlterUniqueTogether(name="seat", unique_together={("show", "place", "deleted_at")}),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                fields=["show", "place"],
                condition=models.Q(deleted_at__isnull=True),
                name="seat_unique_when_there",
            ),
        ),
    ]
