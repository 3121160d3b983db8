from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from .models import Account


@receiver(post_save, sender=Account)
def sync(sender, instance, **kwargs):
    pass


@receiver(pre_delete)
def audit(sender, instance, **kwargs):
    pass


post_save.connect(sync, sender="shop.Tag")
