from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query


class LiveQuery(Query):
    _with_hidden = False

    def __new__(cls, *args, **kwargs):
        obj = super().__new__(cls)
        obj._with_hidden = kwargs.pop("_with_hidden", False)
        if len(args) > 0:
            super(LiveQuery, obj).__init__(*args, **kwargs)
            return obj.filter_by(hidden=False) if not obj._with_hidden else obj
        return obj


db = SQLAlchemy(query_class=LiveQuery)


class Article(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    hidden = db.Column(db.Boolean)
