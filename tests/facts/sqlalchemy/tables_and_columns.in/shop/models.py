import re

from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    declared_attr,
    deferred,
    mapped_column,
    registry,
    relationship,
)


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Stamped:
    @declared_attr
    def created_at(cls):
        return Column("created", String(30))


class LineItem(Stamped, Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str | None]
    body = deferred(Column(String, nullable=False))
    orders: Mapped[list["Order"]] = relationship()


class Order(Base):
    __tablename__ = f"{'shop'}_orders"
    id = Column(Integer, primary_key=True)
    kind = Column(String(10))


class Refund(Order):
    __tablename__ = None
    reason = Column(String(10))


class Draft(Base):
    __abstract__ = True
    drafted = Column(String(10))


mapper_registry = registry()
parcels = Table("parcels", MetaData(), Column("id", Integer, primary_key=True))


class Parcel:
    pass


mapper_registry.map_imperatively(Parcel, parcels)
