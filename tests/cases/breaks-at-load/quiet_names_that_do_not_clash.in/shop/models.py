from django.db import models


class Titled(models.Model):
    orders = models.IntegerField(default=0)

    class Meta:
        abstract = True


class Account(Titled):
    orders = models.IntegerField(default=1)


class Guest(Account):
    class Meta:
        proxy = True


class Order(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    orders = models.IntegerField(default=0)
