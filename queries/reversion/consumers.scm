; Models whose versions django-reversion keeps, and goes back to.
; https://django-reversion.readthedocs.io/en/stable/api.html#registering-models

; reversion.register(Account), @reversion.register()
((identifier) @consumer
  (#word? @consumer "register")
  (#set! consumer.shape "call")
  (#set! consumer.what "version history")
  (#set! consumer.from "reversion")
  (#set! consumer.implicit "yes")
  (#set! consumer.model "0")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.shows "inside"))
