from .models import Player


def signup(email, phone=None):
    if phone is None:
        phone = ""
    return Player.objects.create(email=email, phone=phone)


def call(email, phone=None):
    if phone:
        Player.objects.filter(email=email).update(phone=phone)
