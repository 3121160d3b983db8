from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist


class LiveAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        rows = super().get_queryset(request)
        try:
            self.model._meta.get_field("deleted_at")
        except FieldDoesNotExist:
            return rows
        return rows.filter(deleted_at__isnull=True)
