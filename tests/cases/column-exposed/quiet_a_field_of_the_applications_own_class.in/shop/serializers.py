from rest_framework import serializers

from .models import Settings


class MaskedField(serializers.CharField):
    def to_representation(self, value):
        return "*" * len(value)


class SettingsSerializer(serializers.ModelSerializer):
    api_key = MaskedField(required=False, allow_null=True)

    class Meta:
        model = Settings
        fields = "__all__"
