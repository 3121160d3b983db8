from django.db import models


class Account(models.Model):
    email = models.EmailField()
    nickname = models.CharField(max_length=20, null=True)

    def label(self):
        return self.nickname or self.email
