from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver


class Lot(models.Model):
    name = models.CharField(max_length=20)
    slug = models.SlugField()
    rank = models.IntegerField()
    state = models.CharField(max_length=9, default="new")

    def save(self, *args, **kwargs):
        self.slug = self.name.lower()
        super().save(*args, **kwargs)


@receiver(pre_save, sender=Lot)
def set_rank(sender, instance, **kwargs):
    instance.rank = 1
