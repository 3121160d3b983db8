from django.db import models


class Account(models.Model):
    name = models.CharField(max_length=50)
    plan = models.CharField(max_length=9, default="free")
