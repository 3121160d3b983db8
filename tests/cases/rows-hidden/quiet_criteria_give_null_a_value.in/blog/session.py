from sqlalchemy import event, func
from sqlalchemy.orm import Session, sessionmaker, with_loader_criteria

from .models import Article


def only_live(state):
    if state.is_select:
        state.statement = state.statement.options(
            with_loader_criteria(Article, lambda cls: func.coalesce(cls.hidden, False).is_(False))
        )


Maker = sessionmaker()
event.listen(Maker, "do_orm_execute", only_live)
