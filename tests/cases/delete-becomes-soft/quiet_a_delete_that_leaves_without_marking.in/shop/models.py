from django.db import models
from django.utils import timezone


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    def delete(self, *args, **kwargs):
        if self.pk is None:
            return
        self.deleted_at = timezone.now()
        super().delete(*args, **kwargs)
