from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        queryset = super().get_queryset()
        if hasattr(self.model, "hidden"):
            queryset = queryset.filter(hidden=False)
        return queryset


class Article(models.Model):
    title = models.CharField(max_length=50)
    hidden = models.BooleanField(null=True)

    objects = LiveManager()
