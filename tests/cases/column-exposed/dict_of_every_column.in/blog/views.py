from flask import jsonify

from .models import Article


def as_dict(article: Article):
    return {column.name: getattr(article, column.name) for column in Article.__table__.columns}


def show(session, pk):
    article = session.get(Article, pk)
    data = {}
    for column in Article.__table__.columns:
        data[column.name] = getattr(article, column.name)
    return jsonify(data)
