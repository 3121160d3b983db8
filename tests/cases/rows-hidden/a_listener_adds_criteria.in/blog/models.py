from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, with_loader_criteria


class Base(DeclarativeBase):
    pass


class SoftDeleted:
    is_deleted: Mapped[bool | None]


class Article(SoftDeleted, Base):
    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(primary_key=True)


class Page(Base):
    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    is_deleted: Mapped[bool | None]


@event.listens_for(Session, "do_orm_execute")
def hide_deleted(state):
    if not state.is_select:
        return
    state.statement = state.statement.options(
        with_loader_criteria(SoftDeleted, lambda cls: cls.is_deleted == False)
    )
