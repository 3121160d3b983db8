from sqlalchemy.orm import Query, sessionmaker


class LiveQuery(Query):
    def __iter__(self):
        return Query.__iter__(self.live())

    def live(self):
        entity = self.column_descriptions[0]["entity"]
        if entity is not None and hasattr(entity, "deleted_at"):
            return self.enable_assertions(False).filter(entity.deleted_at.is_(None))
        return self


Session = sessionmaker(query_cls=LiveQuery)
