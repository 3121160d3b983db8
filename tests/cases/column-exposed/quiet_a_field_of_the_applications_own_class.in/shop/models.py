from django.db import models


class Settings(models.Model):
    api_key = models.CharField(max_length=99, null=True)
