import uuid

from django.db import models


class Variation(models.Model):
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
