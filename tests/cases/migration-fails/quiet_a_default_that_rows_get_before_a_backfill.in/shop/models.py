from django.db import models


def default_languages():
    return ["en"]


class Event(models.Model):
    name = models.CharField(max_length=100)
    languages = models.JSONField(default=default_languages)
    starts = models.DateTimeField(auto_now_add=True)
