from mongoengine import BooleanField, Document, StringField, queryset_manager


class Article(Document):
    title = StringField()
    hidden = BooleanField()

    @queryset_manager
    def objects(doc, queryset):
        return queryset.filter(hidden__ne=True)
