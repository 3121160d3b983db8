from django.db import models


class Word(models.Model):
    text = models.CharField(max_length=100)


def add(text):
    return Word.objects.get_or_create(text=text)
