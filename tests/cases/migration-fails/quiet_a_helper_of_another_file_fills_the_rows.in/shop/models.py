import uuid

from django.db import models


class Entry(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    text = models.TextField()
