; Models whose changes django-auditlog copies.
; https://django-auditlog.readthedocs.io/en/latest/usage.html

; auditlog.register(Account)
((identifier) @consumer
  (#word? @consumer "register")
  (#set! consumer.shape "call")
  (#set! consumer.what "audit log")
  (#set! consumer.from "auditlog")
  (#set! consumer.implicit "yes")
  (#set! consumer.model "0")
  (#set! consumer.list "include_fields")
  (#set! consumer.except "exclude_fields")
  (#set! consumer.shows "inside"))
