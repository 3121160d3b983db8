from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query


class LiveQuery(Query):
    def shown(self):
        return self.filter_by(hidden=False)


db = SQLAlchemy(query_class=LiveQuery)


class Article(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    hidden = db.Column(db.Boolean)
