from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, Query, mapped_column


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    hidden: Mapped[bool | None]


@event.listens_for(Query, "before_compile", retval=True)
def only_shown(query):
    for description in query.column_descriptions:
        entity = description["entity"]
        if entity is None:
            continue
        if hasattr(entity, "hidden"):
            query = query.enable_assertions(False).filter(entity.hidden == False)
    return query
