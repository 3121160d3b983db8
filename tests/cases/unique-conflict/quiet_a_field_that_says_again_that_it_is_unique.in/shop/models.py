from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(deleted=False)


class Seat(models.Model):
    code = models.CharField(max_length=12, unique=True)
    deleted = models.BooleanField(default=False)

    objects = LiveManager()
