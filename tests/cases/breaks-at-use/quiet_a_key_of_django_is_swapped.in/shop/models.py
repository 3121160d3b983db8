from django.db import models


class Order(models.Model):
    id = models.UUIDField(primary_key=True)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
