from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    code: Mapped[str]


def publish(session, slug, code):
    article = Article(slug=slug, code=code)
    session.add(article)
