from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    email = models.EmailField()
    nickname = models.CharField(
        _("nickname"),
        help_text="nickname",
        max_length=80,
    )

    class Meta:
        ordering = ["-nickname"]

    def label(self):
        return self.nickname or self.email


class Invoice(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invoices")
    total = models.IntegerField()
