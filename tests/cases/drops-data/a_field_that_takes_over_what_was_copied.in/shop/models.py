from django.db import models


class Document(models.Model):
    created = models.DateField()
