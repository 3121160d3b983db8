from django.db import models


class Product(models.Model):
    lifecycle = models.CharField(max_length=12)

    class Meta:
        app_label = "shop"
