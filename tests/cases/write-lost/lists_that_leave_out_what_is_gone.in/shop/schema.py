from graphene_django import DjangoObjectType

from .models import Player


class PlayerType(DjangoObjectType):
    class Meta:
        model = Player
        fields = ("email", "score")
