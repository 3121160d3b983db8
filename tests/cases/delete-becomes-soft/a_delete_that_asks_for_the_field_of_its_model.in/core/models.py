from django.db import models
from django.utils import timezone


class Kept(models.Model):
    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        if hasattr(self, "deleted_at"):
            self.deleted_at = timezone.now()
            self.save()
            return
        super().delete(*args, **kwargs)
