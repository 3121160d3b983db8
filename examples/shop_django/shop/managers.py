from django.db import models


class LiveManager(models.Manager):
    def get_queryset(self):
        queryset = super().get_queryset()
        if hasattr(self.model, "deleted_at"):
            queryset = queryset.filter(deleted_at__isnull=True)
        return queryset
