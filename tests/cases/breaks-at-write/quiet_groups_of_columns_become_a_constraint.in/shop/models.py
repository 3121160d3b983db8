from django.db import models


class Preference(models.Model):
    event = models.CharField(max_length=100)
    user = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="one_each")]


def preference(event, user):
    return Preference.objects.get_or_create(event=event, user=user)
