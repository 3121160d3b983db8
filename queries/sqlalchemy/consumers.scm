; Code over all columns of a mapped class.
; https://docs.sqlalchemy.org/en/20/orm/mapping_api.html#sqlalchemy.orm.Mapper

; for column in self.__table__.columns
((identifier) @consumer
  (#word? @consumer "c" "columns")
  (#set! consumer.shape "columns")
  (#set! consumer.of "__table__")
  (#set! consumer.of "__mapper__")
  (#set! consumer.of "mapper")
  (#set! consumer.of "inspect")
  (#set! consumer.shows "outside"))

; inspect(article).mapper.column_attrs
((identifier) @consumer
  (#word? @consumer "attrs" "column_attrs")
  (#set! consumer.shape "columns")
  (#set! consumer.of "__mapper__")
  (#set! consumer.of "mapper")
  (#set! consumer.of "inspect")
  (#set! consumer.shows "outside"))

; text("SELECT * FROM articles")
((identifier) @consumer
  (#word? @consumer "text")
  (#set! consumer.shape "query")
  (#set! consumer.shows "outside"))

; session.query(Article), select(Article), session.get(Article, 1)
((identifier) @access
  (#word? @access "query" "select")
  (#set! access.gives "rows")
  (#set! access.of "0"))

; session.execute(select(Article)).scalars().all()
((identifier) @access
  (#word? @access "exec" "execute" "scalars")
  (#set! access.gives "rows-of"))
