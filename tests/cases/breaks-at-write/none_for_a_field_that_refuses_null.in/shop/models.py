from django.db import models


class Player(models.Model):
    email = models.EmailField()
    phone = models.CharField(max_length=20, default="")
