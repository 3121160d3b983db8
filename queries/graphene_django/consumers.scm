; Types of graphene-django: all fields where none are named.
; https://docs.graphene-python.org/projects/django/en/latest/queries/

; class AccountType(DjangoObjectType)
((identifier) @consumer
  (#word? @consumer "DjangoObjectType")
  (#set! consumer.shape "class")
  (#set! consumer.what "GraphQL type")
  (#set! consumer.from "graphene_django")
  (#set! consumer.implicit "yes")
  (#set! consumer.inner "Meta")
  (#set! consumer.list "fields")
  (#set! consumer.list "only_fields")
  (#set! consumer.except "exclude")
  (#set! consumer.except "exclude_fields")
  (#set! consumer.omits "fields")
  (#set! consumer.omits "only_fields")
  (#set! consumer.mentions "exclude")
  (#set! consumer.mentions "exclude_fields")
  (#set! consumer.shows "outside"))
