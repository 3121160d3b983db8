from django.db import models
from simple_history.models import HistoricalRecords


class Account(models.Model):
    email = models.EmailField()
    plan = models.CharField(max_length=9, default="free")

    history = HistoricalRecords()
