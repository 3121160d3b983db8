from django.db import models


class Player(models.Model):
    email = models.EmailField()
