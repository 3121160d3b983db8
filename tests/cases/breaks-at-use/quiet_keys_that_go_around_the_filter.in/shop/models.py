from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(is_deleted=False)


class Author(models.Model):
    is_deleted = models.BooleanField(default=True)

    objects = LiveManager()


class Article(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
