import reversion
from django.db import models


@reversion.register(fields=["name"])
class Account(models.Model):
    name = models.CharField(max_length=50)
