from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_deleted_at")]
    operations = [migrations.RenameModel(old_name="Inbox", new_name="Intake")]
