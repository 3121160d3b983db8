from django.db import models
from django.utils import timezone


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    def delete(self, using=None, keep_parents=False):
        if hasattr(self, "deleted_at"):
            self.deleted_at = timezone.now()
            self.save(update_fields=["deleted_at"])
        else:
            super().delete(using, keep_parents)
