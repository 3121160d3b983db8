from django.db import models


class Live(models.Model):
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        self.deleted_at = timezone.now()
        self.save()


class Seat(Live):
    show = models.IntegerField()
    place = models.CharField(max_length=9)

    class Meta:
        unique_together = [("show", "place", "deleted_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "place"],
                condition=models.Q(deleted_at__isnull=True),
                name="seat_unique_when_there",
            )
        ]


def book(show, place):
    return Seat.objects.get_or_create(show=show, place=place)
