from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, with_loader_criteria


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(primary_key=True)
    is_deleted: Mapped[bool | None]


class Page(Base):
    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    is_hidden: Mapped[bool | None]


@event.listens_for(Session, "do_orm_execute")
def hide_deleted(state):
    for mapper in Base.registry.mappers:
        cls = mapper.class_
        if hasattr(cls, "is_deleted"):
            state.statement = state.statement.options(
                with_loader_criteria(cls, cls.is_deleted == False)
            )
        if hasattr(cls, "is_hidden"):
            state.statement = state.statement.options(
                with_loader_criteria(cls, cls.is_hidden.is_not(True))
            )
