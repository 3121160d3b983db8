from rest_framework import viewsets

from shop.filters import LiveFilter
from shop.models import Article, Note


class NoteViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Note.objects.all()
    filter_backends = [LiveFilter]


class ArticleViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Article.objects.all()
