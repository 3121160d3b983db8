from rest_framework import serializers

from .models import Player


class PlayerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Player
        fields = ["email"]
        read_only_fields = ["score"]
        extra_kwargs = {"score": {"write_only": True}}
