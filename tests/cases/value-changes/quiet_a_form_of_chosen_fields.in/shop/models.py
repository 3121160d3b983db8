from django.db import models


class Article(models.Model):
    title = models.CharField(max_length=50)
    rank = models.IntegerField(default=0)
    featured = models.BooleanField(default=True)
