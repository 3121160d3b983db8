from .models import Player


def signup(email, phone=None):
    return Player.objects.create(email=email, phone=phone)


def forget(pk):
    Player.objects.filter(pk=pk).update(phone=None)


def hide(player: Player):
    player.phone = None
