; What runs by itself when rows of Pony's entities are written.
; https://docs.ponyorm.org/api_reference.html#entity-hooks

; def before_insert(self)
((identifier) @event
  (#word? @event
    "after_delete" "after_insert" "after_update" "before_delete" "before_insert" "before_update")
  (#set! event.kind "hook")
  (#set! event.shape "method"))
