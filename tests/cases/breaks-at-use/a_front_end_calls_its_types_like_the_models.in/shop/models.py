from django.db import models


class SavedView(models.Model):
    name = models.CharField(max_length=9)
