from sqlalchemy import Boolean, Column, ForeignKey, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()

maps = {}
for entity in ("user", "group"):
    table = Table(
        f"{entity}_role_map",
        Base.metadata,
        Column(f"{entity}_id", ForeignKey(f"{entity}s.id"), primary_key=True),
        Column("managed", Boolean),
    )
    maps[entity] = type(entity.title() + "RoleMap", (Base,), {"__table__": table})

Plain = type("Plain", (object,), {"__table__": maps})
