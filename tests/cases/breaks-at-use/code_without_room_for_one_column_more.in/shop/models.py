from django.db import models


class Account(models.Model):
    email = models.EmailField()
    last_seen = models.DateTimeField(null=True)
