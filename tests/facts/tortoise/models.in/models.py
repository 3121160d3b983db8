from tortoise import fields
from tortoise.models import Model


class Stamped:
    created = fields.DatetimeField(auto_now_add=True)


class Kept(Model):
    deleted = fields.BooleanField(null=True)

    class Meta:
        abstract = True


class UserProfile(Kept, Stamped):
    name = fields.CharField(max_length=4, source_field="nm")
    boss = fields.ForeignKeyField("models.UserProfile", null=True)
    twin = fields.OneToOneField("models.UserProfile", source_field="other")
    tags = fields.ManyToManyField("models.Tag")


class Tag(Model):
    key = fields.CharField(max_length=4, pk=True)

    class Meta:
        table = "tags"


class Special(Tag):
    extra = fields.IntField()
