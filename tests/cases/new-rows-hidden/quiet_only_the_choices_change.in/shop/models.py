from django.db import models


class Live(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind="live", state="open")


class Entry(models.Model):
    kind = models.CharField(max_length=9, choices=[("live", "Live"), ("old", "Old")])
    state = models.CharField(max_length=9, choices=[("open", "Open"), ("shut", "Shut")], default="shut")
    objects = Live()
