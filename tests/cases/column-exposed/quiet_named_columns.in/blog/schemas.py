from marshmallow_sqlalchemy import SQLAlchemyAutoSchema
from pydantic import BaseModel, ConfigDict

from .models import Article

SHOWN = ("id", "notes")


class ArticleSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Article
        fields = SHOWN


class SecretSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Article
        exclude = SHOWN + ("review_token",)


class ArticleOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int


def as_dict(article: Article):
    columns = [column for column in Article.__table__.columns if column.name in SHOWN]
    return {column.name: getattr(article, column.name) for column in columns}


def ids(article: Article):
    return [column.name for column in Article.__table__.columns]
