from sqlalchemy import event
from sqlalchemy.orm import Session


@event.listens_for(Session, "do_orm_execute")
def hide_deleted(state):
    for described in state.statement.column_descriptions:
        entity = described["entity"]
        if entity is not None and hasattr(entity, "deleted_at"):
            state.statement = state.statement.where(entity.deleted_at.is_(None))
