; What runs by itself when rows of Peewee's models are written.
; https://docs.peewee-orm.com/en/latest/peewee/api.html#Model

; def save(self, *args, **kwargs)
((identifier) @event
  (#word? @event "delete_instance" "save")
  (#set! event.kind "override")
  (#set! event.shape "method"))
