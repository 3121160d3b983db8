from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("email", models.TextField()),
                ("nickname", models.TextField(null=True)),
            ],
        ),
    ]
