from django.db import models


class Seat(models.Model):
    show = models.IntegerField()
