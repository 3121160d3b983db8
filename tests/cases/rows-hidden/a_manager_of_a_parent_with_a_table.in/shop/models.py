from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(hidden=False)


class Article(models.Model):
    title = models.CharField(max_length=50)
    hidden = models.BooleanField(null=True)

    objects = LiveManager()


class Review(Article):
    stars = models.IntegerField()
