from peewee import CharField, CompositeKey, ForeignKeyField, Model, SqliteDatabase, TextField

db = SqliteDatabase("shop.db")


class MoneyField(TextField):
    pass


class Base(Model):
    class Meta:
        database = db


class UserProfile(Base):
    name = CharField()


class Customer(UserProfile):
    budget = MoneyField(null=True)


class Order(Base):
    owner = ForeignKeyField(UserProfile, null=True)
    buyer_id = ForeignKeyField(UserProfile, backref="+")
    agent = ForeignKeyField(UserProfile, column_name="agent_key", backref="+")


class Snake(Base):
    code = CharField(primary_key=True)

    class Meta:
        legacy_table_names = False


class HTTPUserX(Snake):
    pass


class Line(Base):
    order = ForeignKeyField(Order)
    number = CharField()

    class Meta:
        table_name = "order_lines"
        primary_key = CompositeKey("order", "number")


class Stamped:
    stamp = CharField()


class Note(Stamped, Base):
    text = TextField()
