from django.db import models


class Account(models.Model):
    email = models.EmailField()
    last_seen = models.DateTimeField(null=True)


class Event(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
