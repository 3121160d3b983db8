from datetime import datetime

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Field(Base):
    __tablename__ = "fields"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    shop_id: Mapped[int]
    deleted_at: Mapped[datetime | None]


def add(session, shop, slug):
    session.add(Field(slug=slug, shop_id=shop.id))
