from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    title: Mapped[str]
    subtitle: Mapped[str | None] = mapped_column(default=None)


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    subtitle: Mapped[str | None] = mapped_column(default=None, init=False)
    title: Mapped[str] = mapped_column()


class Page(Base, kw_only=True):
    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    subtitle: Mapped[str | None] = mapped_column(default=None)
    title: Mapped[str]
