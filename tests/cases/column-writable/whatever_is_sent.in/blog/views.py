from flask import request

from .models import Article


def create(session):
    session.add(Article(**request.get_json()))


def update(session, pk, payload):
    article = session.get(Article, pk)
    for key, value in payload.items():
        if hasattr(article, key):
            setattr(article, key, value)
