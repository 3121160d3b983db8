from datetime import datetime

from sqlalchemy_easy_softdelete.hook import IgnoredTable
from sqlalchemy_easy_softdelete.mixin import generate_soft_delete_mixin_class


class SoftDeleted(generate_soft_delete_mixin_class(deleted_field_name="removed_at")):
    deleted_at: datetime
