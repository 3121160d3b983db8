; What SQLAlchemy runs by itself when objects are loaded, flushed or set.
; https://docs.sqlalchemy.org/en/20/orm/events.html

; @event.listens_for(Account, "before_update")
((identifier) @event
  (#word? @event "listens_for")
  (#set! event.kind "listener")
  (#set! event.shape "listener")
  (#set! event.at "0")
  (#set! event.when "1"))

; event.listen(Account, "before_update", stamp)
((identifier) @event
  (#word? @event "listen")
  (#set! event.kind "listener")
  (#set! event.shape "listen")
  (#set! event.at "0")
  (#set! event.when "1"))

; @validates("email")
((identifier) @event
  (#word? @event "validates")
  (#set! event.kind "validation")
  (#set! event.shape "decorator"))

; @reconstructor
((identifier) @event
  (#word? @event "reconstructor")
  (#set! event.kind "hook")
  (#set! event.shape "decorator"))
