from django import forms

from .models import Player


class PlayerForm(forms.ModelForm):
    class Meta:
        model = Player
        fields = ["email", "score"]


QuickForm = forms.modelform_factory(Player, fields=["score"])
