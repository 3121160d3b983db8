; Models of Tortoise ORM, and the fields that are no plain columns.
; https://tortoise.github.io/models.html

; class User(Model)
((identifier) @base
  (#word? @base "Model")
  (#set! base.orm "tortoise")
  (#set! base.module "tortoise")
  (#set! base.module "tortoise.models"))

; owner = fields.ForeignKeyField("models.User")
((identifier) @field
  (#word? @field "ForeignKeyField" "OneToOneField")
  (#set! field.kind "reference"))

; tags = fields.ManyToManyField("models.Tag")
((identifier) @field
  (#word? @field "ManyToManyField")
  (#set! field.kind "none"))
