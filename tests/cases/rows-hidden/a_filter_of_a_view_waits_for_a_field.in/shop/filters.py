from rest_framework.filters import BaseFilterBackend


class LiveFilter(BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        if hasattr(queryset.model, "deleted_at"):
            queryset = queryset.filter(deleted_at__isnull=True)
        return queryset
