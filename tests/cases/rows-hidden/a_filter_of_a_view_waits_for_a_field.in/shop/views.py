from rest_framework import viewsets

from shop.filters import LiveFilter
from shop.models import Article


class ArticleViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Article.objects.all()
    filter_backends = [LiveFilter]
