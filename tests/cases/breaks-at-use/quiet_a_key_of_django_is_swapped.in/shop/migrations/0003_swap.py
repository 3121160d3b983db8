from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_copy")]

    operations = [
        migrations.RemoveField(model_name="line", name="order"),
        migrations.RenameField(model_name="line", old_name="order_tmp", new_name="order"),
        migrations.AlterField(
            model_name="line",
            name="order",
            field=models.ForeignKey(on_delete=models.CASCADE, to="shop.order"),
        ),
    ]
