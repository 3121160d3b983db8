from sqlalchemy import Integer, String, text
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)


class OldUser(Base):
    __tablename__ = "old_users"

    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)


def archive(session, user_id):
    session.execute(text("INSERT INTO old_users SELECT * FROM users WHERE id = :id"), {"id": user_id})


def everyone(session):
    return session.execute(text("SELECT id, email FROM users UNION ALL SELECT id, email FROM old_users"))
