from django.db import models


class Content(models.Model):
    title = models.CharField(max_length=50)
    url = models.CharField(max_length=50, default="")


class Video(Content):
    url = models.CharField(max_length=50)
