from django.db import models


class Account(models.Model):
    email = models.EmailField()
    orders = models.IntegerField(default=0)
    invoice = models.IntegerField(default=0)


class Order(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="orders")


class Invoice(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
