from django.db import models

from core.models import Kept


class Article(Kept):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)


class Note(Kept):
    text = models.TextField()
