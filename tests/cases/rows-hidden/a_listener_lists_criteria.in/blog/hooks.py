from sqlalchemy import event
from sqlalchemy.orm import Session, with_loader_criteria

from .models import Base


@event.listens_for(Session, "do_orm_execute")
def hide_deleted(state):
    criteria = [
        with_loader_criteria(mapper.class_, mapper.class_.deleted_at.is_(None))
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "deleted_at")
    ]
    state.statement = state.statement.options(*criteria)
