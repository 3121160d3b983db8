from django import forms

from .models import Player


class PlayerForm(forms.ModelForm):
    class Meta:
        model = Player
        exclude = ["score"]
        labels = {"score": "Points"}


def form_for(user):
    return forms.modelform_factory(Player, fields=["score"])
