from flask_sqlalchemy import SQLAlchemy


class PooledSQLAlchemy(SQLAlchemy):
    def apply_pool_defaults(self, app, options):
        return options


db = PooledSQLAlchemy()


class Invoice(db.Model):
    id = db.Column(db.Integer, primary_key=True)
