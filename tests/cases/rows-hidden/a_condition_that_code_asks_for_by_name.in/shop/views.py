from .models import Article


def index():
    return Article.objects.by("me").live()


def everything():
    return Article.objects.all()
