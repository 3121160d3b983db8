from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(removed__isnull=True)


class Account(models.Model):
    email = models.EmailField()
    removed = models.DateTimeField(null=True)

    objects = LiveManager()
