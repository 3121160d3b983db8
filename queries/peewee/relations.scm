; How models of Peewee reach each other.
; https://docs.peewee-orm.com/en/latest/peewee/relationships.html

; author = ForeignKeyField(Author, on_delete='CASCADE')
((identifier) @relation
  (#word? @relation "ForeignKeyField")
  (#set! relation.shape "field")
  (#set! relation.kind "belongs-to")
  (#set! relation.at "0")
  (#set! relation.on-delete "on_delete"))
