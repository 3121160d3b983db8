from django.db import models


class Author(models.Model):
    nickname = models.CharField(max_length=80)

    def label(self):
        return self.nickname
