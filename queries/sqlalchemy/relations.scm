; How classes of SQLAlchemy reach each other, and what becomes of rows when the other side goes.
; https://docs.sqlalchemy.org/en/20/orm/cascades.html

; articles = relationship("Article", cascade="all, delete-orphan")
((identifier) @relation
  (#word? @relation "dynamic_loader" "relationship")
  (#set! relation.shape "field")
  (#set! relation.kind "has-many")
  (#set! relation.at "0")
  (#set! relation.on-delete "cascade"))

; author_id = mapped_column(ForeignKey("authors.id", ondelete="CASCADE"))
((identifier) @relation
  (#word? @relation "ForeignKey")
  (#set! relation.shape "key")
  (#set! relation.kind "belongs-to")
  (#set! relation.at "0")
  (#set! relation.on-delete "ondelete"))
