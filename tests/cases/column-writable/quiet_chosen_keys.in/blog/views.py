from flask import request

from .models import Article

ALLOWED = ("notes",)


def create(session):
    sent = {key: value for key, value in request.get_json().items() if key in ALLOWED}
    session.add(Article(**sent))


def import_row(session, form):
    session.add(Article(**form.cleaned_data))


def copy(session):
    session.add(Article(**{"notes": "copied"}))


def update(session, pk, payload):
    article = session.get(Article, pk)
    for key, value in payload.items():
        if key not in ALLOWED:
            continue
        setattr(article, key, value)
