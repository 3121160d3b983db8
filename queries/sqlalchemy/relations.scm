; Foreign keys of SQLAlchemy, and what becomes of rows when the other side goes.
; https://docs.sqlalchemy.org/en/20/core/constraints.html#on-update-and-on-delete

; author_id = mapped_column(ForeignKey("authors.id", ondelete="CASCADE"))
((identifier) @relation
  (#word? @relation "ForeignKey")
  (#set! relation.shape "key")
  (#set! relation.kind "belongs-to")
  (#set! relation.at "0")
  (#set! relation.on-delete "ondelete"))
