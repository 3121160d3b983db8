from django.db import models
from django.utils import timezone


class LiveQuerySet(models.QuerySet):
    def delete(self):
        return self.update(deleted_at=timezone.now())


class LiveManager(models.Manager.from_queryset(LiveQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(deleted_at__isnull=True)


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    objects = LiveManager()

    def delete(self, *args, **kwargs):
        self.deleted_at = timezone.now()
        self.save()


def purge():
    Article.objects.filter(title="").delete()
