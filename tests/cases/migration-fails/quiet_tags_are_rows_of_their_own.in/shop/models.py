from django.db import models
from tagulous.models import SingleTagField, TagField


class Item(models.Model):
    name = models.CharField(max_length=20)
    tags = TagField(force_lowercase=True)
    kind = SingleTagField(blank=True, null=True)
