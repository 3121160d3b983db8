from django.db import models
from safedelete.models import SafeDeleteModel


class Article(SafeDeleteModel):
    title = models.CharField(max_length=50)
