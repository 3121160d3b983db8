from sqlalchemy import create_engine, event
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session, with_loader_criteria

engine = create_engine("sqlite:///blog.db")
Base = automap_base()


class Article(Base):
    __tablename__ = "articles"


class Page(Base):
    __tablename__ = "pages"


Base.prepare(autoload_with=engine)


@event.listens_for(Session, "do_orm_execute")
def hide_deleted(state):
    for mapper in Base.registry.mappers:
        cls = mapper.class_
        if hasattr(cls, "is_deleted"):
            state.statement = state.statement.options(
                with_loader_criteria(cls, cls.is_deleted == False)
            )
