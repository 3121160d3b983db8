from datetime import datetime

from .models import Article, Page


class Repository:
    model = None

    def __init__(self, session):
        self.session = session

    def query(self):
        query = self.session.query(self.model)
        if hasattr(self.model, "deleted_at"):
            query = query.filter(self.model.deleted_at.is_(None))
        return query

    def delete(self, row):
        if hasattr(row, "deleted_at"):
            row.deleted_at = datetime.now()
        else:
            self.session.delete(row)


class ArticleRepository(Repository):
    model = Article


class Service:
    def __init__(self, model, session):
        self._model = model
        self._session = session

    def remove(self, row):
        if not hasattr(self._model, "deleted_at"):
            self._session.delete(row)
            return
        row.deleted_at = datetime.now()


class PageService(Service):
    def __init__(self, session):
        super().__init__(Page, session)
