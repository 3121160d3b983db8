from django.db import models


class Server(models.Model):
    host = models.CharField(max_length=100)
