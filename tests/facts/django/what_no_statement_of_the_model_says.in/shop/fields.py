from copy import copy

from django.contrib.contenttypes.fields import GenericRelation
from django.db.models import CharField, IntegerField, TextField


class RatingField(GenericRelation):
    fields = {"%s_count": IntegerField(default=0), "%s_sum": IntegerField(default=0)}

    def contribute_to_class(self, cls, name):
        super().contribute_to_class(cls, name)
        if not cls._meta.abstract:
            for name_string, field in self.fields.items():
                if "%s" in name_string:
                    name_string = name_string % name
                cls.add_to_class(name_string, copy(field))
            cls.add_to_class("get_%s_name" % name, lambda self: name)


class RenderedField(TextField):
    def contribute_to_class(self, cls, name):
        CharField(max_length=9).contribute_to_class(cls, f"{name}_format")
        super().contribute_to_class(cls, name)


BaseField = import_by_setting("PHOTO_FIELD")


class PhotoField(BaseField):
    pass
