import uuid

from django.db import models


class Author(models.Model):
    name = models.TextField()


class Entry(models.Model):
    id = models.UUIDField(default=uuid.uuid4, primary_key=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)


class Note(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
