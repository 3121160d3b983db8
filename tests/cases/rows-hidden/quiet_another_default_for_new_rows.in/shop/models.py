from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().exclude(status="draft")


class Article(models.Model):
    status = models.CharField(max_length=9, default="draft")

    objects = LiveManager()
