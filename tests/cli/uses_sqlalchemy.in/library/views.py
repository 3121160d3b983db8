from sqlalchemy import select, text

from library import models
from library.models import Author, Book


def find(session, name):
    one = session.query(Author).filter_by(nickname=name).one()
    many = session.scalars(select(models.Author).where(models.Author.nickname == name))
    session.execute(text("SELECT a.nickname FROM authors a"))
    return [one.nickname] + [author.nickname for author in many]


def by(book: Book):
    return book.author.nickname


def check(thing, nickname):
    if isinstance(thing, Author):
        return thing.nickname == nickname
    return Author(nickname=nickname)
