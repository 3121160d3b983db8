from typing import ClassVar, Optional

from sqlmodel import Field, Relationship, SQLModel


class HeroBase(SQLModel):
    name: str
    limits: ClassVar[dict] = {}


class Hero(HeroBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    team: "Team" = Relationship()


class HeroRead(HeroBase):
    id: int
