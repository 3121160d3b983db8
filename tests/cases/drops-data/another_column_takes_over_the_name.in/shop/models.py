import uuid

from django.db import models


class Entry(models.Model):
    id = models.UUIDField(default=uuid.uuid4, primary_key=True)
    text = models.TextField()
