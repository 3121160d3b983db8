; What runs by itself when rows of Tortoise's models are written.
; https://tortoise.github.io/signals.html

; async def save(self, *args, **kwargs)
((identifier) @event
  (#word? @event "delete" "save")
  (#set! event.kind "override")
  (#set! event.shape "method"))
