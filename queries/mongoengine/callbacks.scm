; What runs by itself when documents of MongoEngine are written or checked.
; https://docs.mongoengine.org/guide/signals.html

; def clean(self)
((identifier) @event
  (#word? @event "clean" "validate")
  (#set! event.kind "validation")
  (#set! event.shape "method"))

; def save(self, *args, **kwargs)
((identifier) @event
  (#word? @event "delete" "save")
  (#set! event.kind "override")
  (#set! event.shape "method"))
