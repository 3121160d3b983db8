from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        queryset = super().get_queryset()
        if "archived_at" in [field.name for field in self.model._meta.get_fields()]:
            queryset = queryset.filter(archived_at__isnull=True)
        return queryset


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    objects = LiveManager()
