from mongoengine import BooleanField, Document, EmbeddedDocument, IntField, ReferenceField, StringField


class Kept(Document):
    deleted = BooleanField()
    meta = {"abstract": True}


class UserProfile(Kept):
    name = StringField(db_field="nm", required=True)
    meta = {"allow_inheritance": True}


class Admin(UserProfile):
    level = IntField()


class HTTPCall(Document):
    by = ReferenceField(UserProfile)
    code = StringField(primary_key=True)
    meta = {"collection": "calls"}


class Part(EmbeddedDocument):
    number = IntField()
