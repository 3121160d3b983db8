import uuid

from django.db import models


class Account(models.Model):
    key = models.UUIDField(default=uuid.uuid4)
