from core.models import Kept
from django.db import models


class Article(Kept):
    title = models.CharField(max_length=50)
