from django.db import models


class Dated(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Loan(Dated):
    due = models.DateField()


class Shelf(Dated):
    room = models.TextField()
