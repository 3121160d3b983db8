from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.event import listens_for
from sqlalchemy.orm import backref, declarative_base, relationship

Base = declarative_base()


class Query(Base):
    __tablename__ = "queries"

    id = Column(Integer, primary_key=True)
    name = Column(String(255))
    visualizations = relationship("Visualization", cascade="all, delete-orphan")


class Visualization(Base):
    __tablename__ = "visualizations"

    id = Column(Integer, primary_key=True)
    query_id = Column(ForeignKey("queries.id"))


class Alert(Base):
    __tablename__ = "alerts"

    id = Column(Integer, primary_key=True)
    query_id = Column(ForeignKey("queries.id"))
    query = relationship(Query, backref=backref("alerts", cascade="all"))


class Event(Base):
    __tablename__ = "events"

    id = Column(Integer, primary_key=True)
    query_id = Column(ForeignKey("queries.id"))
    query = relationship(Query, backref=backref("events", cascade="save-update, merge"))


@listens_for(Query, "before_update")
def stamp(mapper, connection, target):
    target.name = target.name.strip()
