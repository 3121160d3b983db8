from marshmallow_sqlalchemy import SQLAlchemyAutoSchema

from .models import Article


class ArticleSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Article
        exclude = ("notes",)
