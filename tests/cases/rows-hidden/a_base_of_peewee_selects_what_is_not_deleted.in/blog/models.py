from peewee import BooleanField, CharField, DateTimeField, Model, SqliteDatabase

db = SqliteDatabase("blog.db")


class BaseModel(Model):
    class Meta:
        database = db

    @classmethod
    def select(cls, *fields):
        query = super().select(*fields)
        if "is_deleted" in cls._meta.fields:
            query = query.where(cls.is_deleted == False)
        return query

    def delete_instance(self, *args, **kwargs):
        if hasattr(self, "is_deleted"):
            self.is_deleted = True
            return self.save()
        return super().delete_instance(*args, **kwargs)


class Article(BaseModel):
    title = CharField()
    is_deleted = BooleanField(null=True)

    class Meta:
        table_name = "articles"


class Page(Model):
    title = CharField()
    removed_at = DateTimeField(null=True)

    @classmethod
    def select(cls, *fields):
        return super().select(*fields).where(cls.removed_at.is_null())

    def delete_instance(self, *args, **kwargs):
        self.removed_at = None
        self.save()
        return super().delete_instance(*args, **kwargs)

    class Meta:
        table_name = "pages"
