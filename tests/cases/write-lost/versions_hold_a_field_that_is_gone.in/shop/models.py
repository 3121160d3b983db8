import reversion
from django.db import models


@reversion.register()
class Account(models.Model):
    name = models.CharField(max_length=50)
