from django.db import models


class ArticleQuerySet(models.QuerySet):
    def live(self):
        return self.filter(deleted_at__isnull=True)

    def by(self, author):
        return self.filter(author=author)


class Article(models.Model):
    author = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    objects = ArticleQuerySet.as_manager()
