; Schemas of Django Ninja.
; https://django-ninja.dev/guides/response/django-pydantic/

; class AccountSchema(ModelSchema)
((identifier) @consumer
  (#word? @consumer "ModelSchema")
  (#set! consumer.shape "class")
  (#set! consumer.what "schema")
  (#set! consumer.from "ninja")
  (#set! consumer.inner "Meta")
  (#set! consumer.inner "Config")
  (#set! consumer.list "fields")
  (#set! consumer.list "model_fields")
  (#set! consumer.except "exclude")
  (#set! consumer.except "model_exclude")
  (#set! consumer.loads "exclude")
  (#set! consumer.loads "fields")
  (#set! consumer.loads "model_exclude")
  (#set! consumer.loads "model_fields")
  (#set! consumer.shows "outside"))

; create_schema(Account, exclude=["email"])
((identifier) @consumer
  (#word? @consumer "create_schema")
  (#set! consumer.shape "call")
  (#set! consumer.what "schema")
  (#set! consumer.from "ninja")
  (#set! consumer.implicit "yes")
  (#set! consumer.model "0")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.shows "outside"))
