from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str | None] = mapped_column(String(9))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "article"}


class News(Article):
    __mapper_args__ = {"polymorphic_identity": "news"}
