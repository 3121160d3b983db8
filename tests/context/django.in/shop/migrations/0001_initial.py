from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            "Account",
            [
                ("id", models.AutoField(primary_key=True)),
                ("email", models.EmailField(unique=True)),
            ],
        ),
        migrations.AddField("account", "deleted_at", models.DateTimeField(null=True)),
    ]
