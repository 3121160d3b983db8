from django.core.exceptions import FieldError
from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        queryset = super().get_queryset()
        try:
            return queryset.filter(deleted_at__isnull=True)
        except FieldError:
            return queryset


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    objects = LiveManager()
