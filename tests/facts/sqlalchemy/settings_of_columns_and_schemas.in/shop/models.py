from typing import Annotated

import sqlalchemy as sa
from sqlalchemy import MetaData, String, Table, UniqueConstraint, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

key = Annotated[int, mapped_column(primary_key=True)]
code = Annotated[str, mapped_column(String(9), unique=True, nullable=False)]


class Base(DeclarativeBase):
    metadata = MetaData(schema="shop")


class Plain(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[key]
    code: Mapped[code]
    state: Mapped[str] = mapped_column(server_default="open")
    count: Mapped[int] = mapped_column(server_default=text("0"))
    paid: Mapped[bool] = mapped_column(server_default=sa.false())
    at: Mapped[str] = mapped_column(server_default=func.now())


class Line(Base):
    __tablename__ = "lines"
    __table_args__ = (UniqueConstraint("id"), {"schema": "stock"})

    id: Mapped[key]


class Note(Plain):
    __tablename__ = "notes"
    __table_args__ = {"schema": "public"}

    id: Mapped[Annotated[int, mapped_column(primary_key=True)]]
    text: Mapped[str | None]


class Parcel(Plain):
    __table__ = Table("parcels", Plain.metadata, sa.Column("id", sa.Integer, primary_key=True), schema="stock")
