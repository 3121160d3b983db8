; Types of strawberry-django.
; https://strawberry.rocks/docs/django/guide/fields

; @strawberry_django.type(Account, fields="__all__")
((identifier) @consumer
  (#word? @consumer "interface" "type")
  (#set! consumer.shape "call")
  (#set! consumer.what "GraphQL type")
  (#set! consumer.from "strawberry_django")
  (#set! consumer.from "strawberry")
  (#set! consumer.model "0")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.shows "outside"))

; @strawberry_django.input(Account, fields="__all__")
((identifier) @consumer
  (#word? @consumer "input" "partial")
  (#set! consumer.shape "call")
  (#set! consumer.what "GraphQL input")
  (#set! consumer.from "strawberry_django")
  (#set! consumer.from "strawberry")
  (#set! consumer.model "0")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.writes "outside"))
