from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("email", models.EmailField()),
                ("phone", models.CharField(max_length=20, null=True)),
            ],
        ),
    ]
