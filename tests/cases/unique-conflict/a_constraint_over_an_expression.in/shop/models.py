from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class Article(models.Model):
    slug = models.SlugField()
    deleted_at = models.DateTimeField(null=True)

    objects = LiveManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("slug"), name="one_slug")]

    def delete(self, *args, **kwargs):
        self.deleted_at = timezone.now()
        self.save()
