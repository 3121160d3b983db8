; Entities of Pony.
; https://docs.ponyorm.org/entities.html

; class User(db.Entity)
((identifier) @declare
  (#word? @declare "Entity")
  (#set! declare.as "entity"))

; name = Required(str)
((identifier) @field
  (#word? @field "Required" "Discriminator")
  (#set! field.kind "pony-required"))

; nick = Optional(str)
((identifier) @field
  (#word? @field "Optional")
  (#set! field.kind "pony-optional"))

; id = PrimaryKey(int, auto=True)
((identifier) @field
  (#word? @field "PrimaryKey")
  (#set! field.kind "pony-key"))
