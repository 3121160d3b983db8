from django.db import migrations, models
from django.utils import timezone


def publish_old(apps, schema_editor):
    Article = apps.get_model("shop", "Article")
    Article.objects.filter(created__lt=timezone.now()).update(state="published")


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="deleted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="state",
            field=models.CharField(default="draft", max_length=20),
        ),
        migrations.AddField("article", "seen_at", models.DateTimeField(default=timezone.now)),
        migrations.AddField("article", "plan", models.CharField(db_default="free", max_length=9)),
        migrations.AddField("article", "author", models.ForeignKey("auth.User", models.CASCADE, null=True)),
        migrations.AddField("article", "tags", models.ManyToManyField("shop.Tag")),
        migrations.RenameField("article", "title", "headline"),
        migrations.RemoveField("article", "author"),
        migrations.AddConstraint(
            "article",
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(deleted_at__isnull=True), name="one_slug"
            ),
        ),
        migrations.RunPython(publish_old, migrations.RunPython.noop),
        migrations.RunSQL("ALTER TABLE shop_tag DROP COLUMN colour", migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Draft")]),
    ]
