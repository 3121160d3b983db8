from django.db import models


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)


class Note(models.Model):
    text = models.TextField()
