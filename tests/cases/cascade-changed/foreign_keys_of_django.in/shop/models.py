from django.db import models
from django.utils import timezone


class Owner(models.Model):
    name = models.CharField(max_length=50)


class Article(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    deleted_at = models.DateTimeField(null=True)

    def delete(self, *args, **kwargs):
        self.deleted_at = timezone.now()
        self.save()


class Comment(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE)
