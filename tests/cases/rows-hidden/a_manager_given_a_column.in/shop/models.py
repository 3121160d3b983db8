from django.db import models


class FlagManager(models.Manager):
    def __init__(self, flag):
        super().__init__()
        self.flag = flag

    def get_queryset(self):
        return super().get_queryset().filter(**{f"{self.flag}__exact": False})


class Article(models.Model):
    title = models.CharField(max_length=50)
    hidden = models.BooleanField(null=True)

    objects = FlagManager("hidden")
