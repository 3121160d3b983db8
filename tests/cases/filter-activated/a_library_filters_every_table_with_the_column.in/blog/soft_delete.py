from datetime import datetime

from sqlalchemy_easy_softdelete.hook import IgnoredTable
from sqlalchemy_easy_softdelete.mixin import generate_soft_delete_mixin_class


class SoftDeleted(generate_soft_delete_mixin_class(ignored_tables=[IgnoredTable(table_schema=None, name="audits")])):
    deleted_at: datetime
