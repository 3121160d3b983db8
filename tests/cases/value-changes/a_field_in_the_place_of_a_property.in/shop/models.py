from django.db import models


class Trusting:
    @property
    def is_trusted(self):
        return True


class Account(Trusting, models.Model):
    email = models.EmailField()
    is_trusted = models.BooleanField(default=False)
