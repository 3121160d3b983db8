from django.contrib.auth.models import User
from django.contrib.sites.managers import CurrentSiteManager as SiteManager
from django.db import models
from djmoney.models.fields import MoneyField
from search_kit.models import AbstractEntry
from simple_history import register

from .fields import PhotoField, RatingField, RenderedField


class HereManager(SiteManager):
    def get_queryset(self):
        if not self._checked:
            self._check()
        return super().get_queryset().filter(live=True)


class Product(models.Model):
    price = MoneyField(max_digits=9)
    photo = PhotoField()
    text = RenderedField()
    rating = RatingField()
    live = models.BooleanField()
    shop = models.ForeignKey("sites.Site", on_delete=models.CASCADE)

    objects = HereManager("shop")
    everywhere = models.Manager()


class Page(models.Model):
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE)
    objects = SiteManager()


class Entry(AbstractEntry):
    class Meta(AbstractEntry.Meta):
        abstract = False


register(User, app=__package__)
