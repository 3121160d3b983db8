from django.db import models
from django.utils import timezone

from core.models import make_base

Base = make_base("shop")


class Article(Base):
    title = models.CharField(max_length=50)
    deleted_at = models.DateTimeField(default=timezone.now)
