; Schemas of marshmallow-sqlalchemy that are made from a model: all columns where none are named.
; https://marshmallow-sqlalchemy.readthedocs.io/en/latest/api_reference.html

; class ArticleSchema(SQLAlchemyAutoSchema)
((identifier) @consumer
  (#word? @consumer "ModelSchema" "SQLAlchemyAutoSchema")
  (#set! consumer.shape "class")
  (#set! consumer.what "schema")
  (#set! consumer.from "marshmallow_sqlalchemy")
  (#set! consumer.from "flask_marshmallow")
  (#set! consumer.implicit "yes")
  (#set! consumer.inner "Meta")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.fixed "dump_only")
  (#set! consumer.hidden "load_only")
  (#set! consumer.shows "outside")
  (#set! consumer.writes "outside"))
