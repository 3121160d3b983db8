from django.contrib import admin

from .models import Player


@admin.register(Player)
class PlayerAdmin(admin.ModelAdmin):
    list_display = ("email", "score")
    search_fields = ["score"]

    def score(self, player):
        return 0
