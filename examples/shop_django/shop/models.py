from django.db import models
from django.db.models.functions import Now

from shop.managers import LiveManager


class Shop(models.Model):
    name = models.CharField(max_length=50)


class Customer(models.Model):
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="customers")
    email = models.EmailField()
    deleted_at = models.DateTimeField(null=True, db_default=Now())

    objects = LiveManager()
