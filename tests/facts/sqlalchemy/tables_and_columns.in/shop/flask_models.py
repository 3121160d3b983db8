from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class HTTPCall(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner = db.Column("owner_id", db.Integer)


class Helper(db.Model):
    __abstract__ = True
