from .models import Player


def reward(player):
    player.score = 10
    player.save()


def imported(email):
    Player.objects.update_or_create(email=email, defaults={"score": 0})
