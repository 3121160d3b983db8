from flask import jsonify
from sqlalchemy import text


def index(session):
    rows = session.execute(text("SELECT a.* FROM articles a WHERE a.id > :id"), {"id": 1})
    return jsonify([dict(row) for row in rows.mappings()])


def count(session):
    return jsonify(session.scalar(text("SELECT count(*) FROM articles")))
