from django.db import models


class Task(models.Model):
    status = models.CharField(max_length=9)
    kind = models.CharField(max_length=9)
