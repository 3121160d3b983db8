from django.db import models
from django.utils import timezone


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(default=timezone.now)


class Note(models.Model):
    text = models.TextField()
