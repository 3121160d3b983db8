from django.db import models


class Account(models.Model):
    email = models.EmailField()
    plan = models.CharField(max_length=9, default="free")
