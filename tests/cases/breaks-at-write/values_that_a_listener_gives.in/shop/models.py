from django.db import models
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver


class Level(models.Model):
    name = models.CharField(max_length=20)


class Lot(models.Model):
    name = models.CharField(max_length=20)
    level = models.ForeignKey(Level, on_delete=models.CASCADE)
    slug = models.SlugField()
    rank = models.IntegerField()

    def save(self, *args, **kwargs):
        self.slug = self.name.lower()
        super().save(*args, **kwargs)


@receiver(pre_save, sender=Lot)
def set_level(sender, instance, **kwargs):
    if instance.level_id is None:
        instance.level = Level.objects.first()


@receiver(post_save, sender=Lot)
def set_rank(sender, instance, **kwargs):
    instance.rank = 1
