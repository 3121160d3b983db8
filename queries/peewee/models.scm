; Models of Peewee, and the fields that are no plain columns.
; https://docs.peewee-orm.com/en/latest/peewee/models.html

; class User(peewee.Model)
((identifier) @base
  (#word? @base "Model")
  (#set! base.orm "peewee")
  (#set! base.module "peewee"))

; owner = ForeignKeyField(User)
((identifier) @field
  (#word? @field "ForeignKeyField" "DeferredForeignKey")
  (#set! field.kind "reference"))

; id = AutoField()
((identifier) @field
  (#word? @field
    "AutoField" "BigAutoField" "IdentityField" "PrimaryKeyField" "RowIDField" "DocIDField")
  (#set! field.kind "key"))

; tags = ManyToManyField(Tag)
((identifier) @field
  (#word? @field "ManyToManyField")
  (#set! field.kind "none"))

; Article.deleted_at.is_null()
((identifier) @predicate
  (#word? @predicate "is_null")
  (#set! predicate.call "null"))
