; Resources of django-import-export: all fields where none are named.
; https://django-import-export.readthedocs.io/en/stable/getting_started.html

; class AccountResource(resources.ModelResource)
((identifier) @consumer
  (#word? @consumer "ModelResource")
  (#set! consumer.shape "class")
  (#set! consumer.what "resource")
  (#set! consumer.from "import_export")
  (#set! consumer.implicit "yes")
  (#set! consumer.inner "Meta")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.omits "fields")
  (#set! consumer.mentions "exclude")
  (#set! consumer.shows "outside")
  (#set! consumer.writes "outside"))
