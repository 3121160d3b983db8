from .models import Lot


def add(name):
    return Lot.objects.create(name=name)


def add_all(names):
    Lot.objects.bulk_create([Lot(name=name, rank=1) for name in names])


def add_some(names):
    lots = []
    for name in names:
        lot = Lot(name=name)
        lot.slug = name.lower()
        lots.append(lot)
    Lot.objects.bulk_create(lots, batch_size=100)


def add_open(rows):
    Lot.objects.bulk_create([Lot(**row) for row in rows])
