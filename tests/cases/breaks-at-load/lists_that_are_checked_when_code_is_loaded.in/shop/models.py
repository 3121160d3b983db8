from django.db import models


class Player(models.Model):
    email = models.EmailField()

    class Meta:
        ordering = ["-score"]
        indexes = [models.Index(fields=["email", "score"])]
