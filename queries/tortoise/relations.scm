; How models of Tortoise reach each other.
; https://tortoise.github.io/models.html#relations

; author = fields.ForeignKeyField("models.Author", on_delete=fields.CASCADE)
((identifier) @relation
  (#word? @relation "ForeignKeyField" "OneToOneField")
  (#set! relation.shape "field")
  (#set! relation.kind "belongs-to")
  (#set! relation.at "0")
  (#set! relation.on-delete "on_delete"))
