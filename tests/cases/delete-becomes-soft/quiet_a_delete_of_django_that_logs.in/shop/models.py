from django.db import models


class Article(models.Model):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(null=True)

    def delete(self, using=None, keep_parents=False):
        log("deleted", self.pk)
        super().delete(using, keep_parents)
