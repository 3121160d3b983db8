from sqlalchemy import MetaData, Table, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, with_loader_criteria

engine = create_engine("sqlite:///blog.db")


class Base(DeclarativeBase):
    pass


class Article(Base):
    __table__ = Table("articles", Base.metadata, autoload_with=engine)


@event.listens_for(Session, "do_orm_execute")
def hide_deleted(state):
    for mapper in Base.registry.mappers:
        cls = mapper.class_
        if hasattr(cls, "is_deleted"):
            state.statement = state.statement.options(
                with_loader_criteria(cls, cls.is_deleted == False)
            )
