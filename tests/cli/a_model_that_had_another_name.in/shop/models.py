from django.db import models


class Intake(models.Model):
    state = models.TextField()
