from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(hidden=False)


class Author(models.Model):
    name = models.CharField(max_length=50)


class Article(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="articles")
    hidden = models.BooleanField(null=True)

    objects = LiveManager()
