from django.db import models


class LiveManager(models.Manager):
    def __init__(self, mark):
        super().__init__()
        self.mark = mark

    def get_queryset(self):
        rows = super().get_queryset()
        if hasattr(self.model, self.mark):
            rows = rows.filter(**{"%s__isnull" % self.mark: True})
        return rows


def make_base(label):
    class Base(models.Model):
        objects = LiveManager("deleted_at")

        class Meta:
            abstract = True
            app_label = label

    return Base
