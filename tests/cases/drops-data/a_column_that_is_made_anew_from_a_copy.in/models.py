from sqlalchemy import Integer, String
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class Query(Base):
    __tablename__ = "queries"

    id = mapped_column(Integer, primary_key=True)
    schedule = mapped_column(String)
