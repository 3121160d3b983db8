from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.DeleteModel("Task"),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("status", models.CharField(max_length=9)),
                ("kind", models.CharField(max_length=9)),
            ],
        ),
    ]
