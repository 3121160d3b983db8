from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("name", models.CharField(max_length=9)),
                ("show_in_sidebar", models.BooleanField()),
            ],
        ),
    ]
