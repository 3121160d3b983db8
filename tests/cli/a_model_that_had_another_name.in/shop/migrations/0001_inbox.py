from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Inbox",
            fields=[("id", models.BigAutoField(primary_key=True)), ("state", models.TextField())],
        ),
    ]
