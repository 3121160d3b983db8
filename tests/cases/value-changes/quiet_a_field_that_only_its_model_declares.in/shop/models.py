from django.db import models


class Area(models.Model):
    burden = models.IntegerField(null=True)
