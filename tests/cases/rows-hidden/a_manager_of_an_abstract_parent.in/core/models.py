from django.db import models


class KeptQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(deleted_at__isnull=True)


class KeptManager(models.Manager.from_queryset(KeptQuerySet)):
    def get_queryset(self):
        return super().get_queryset().kept()


class Kept(models.Model):
    deleted_at = models.DateTimeField(null=True, db_default=models.functions.Now())

    objects = KeptManager()

    class Meta:
        abstract = True
