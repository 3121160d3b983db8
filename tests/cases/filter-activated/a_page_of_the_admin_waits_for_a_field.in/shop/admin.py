from django.contrib import admin

from core.admin import LiveAdmin
from shop.models import Article, Note

admin.site.register(Article, LiveAdmin)
admin.site.register(Note)
