from tortoise import fields
from tortoise.manager import Manager
from tortoise.models import Model


class LiveManager(Manager):
    def get_queryset(self):
        queryset = super().get_queryset()
        if "deleted" in self._model._meta.fields_map:
            queryset = queryset.exclude(deleted=True)
        return queryset


class Article(Model):
    title = fields.CharField(max_length=50)
    deleted = fields.BooleanField(null=True)
    everything = Manager()

    class Meta:
        table = "articles"
        manager = LiveManager()


class Page(Model):
    deleted = fields.BooleanField(null=True)
    live = LiveManager()

    class Meta:
        table = "pages"
