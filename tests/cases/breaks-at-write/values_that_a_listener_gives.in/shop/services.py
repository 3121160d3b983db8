from .models import Lot


def add(name):
    return Lot.objects.create(name=name)
