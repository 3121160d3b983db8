; What runs by itself when rows of Django's models are read, written or checked.
; https://docs.djangoproject.com/en/5.2/ref/signals/
; https://docs.djangoproject.com/en/5.2/ref/models/instances/

; post_save.connect(handler, sender=Account), @receiver(post_save, sender=Account)
((identifier) @event
  (#word? @event
    "m2m_changed" "post_bulk_insert" "post_delete" "post_init" "post_save" "post_softdelete"
    "pre_bulk_insert" "pre_delete" "pre_init" "pre_softdelete")
  (#set! event.kind "listener")
  (#set! event.shape "signal"))

; def handler(sender, instance, **kwargs)
((identifier) @event
  (#word? @event "pre_save")
  (#set! event.kind "listener")
  (#set! event.shape "signal")
  (#set! event.before "writes")
  (#set! event.at "1"))

; @receiver([post_save, post_delete], sender=Account)
((identifier) @event
  (#word? @event "receiver")
  (#set! event.kind "listener")
  (#set! event.shape "receiver"))

; post_save.connect(handler, sender=Account)
((identifier) @event
  (#word? @event "connect")
  (#set! event.kind "listener")
  (#set! event.shape "connect"))

; def save(self, *args, **kwargs)
((identifier) @event
  (#word? @event
    "adelete" "delete" "from_db" "refresh_from_db")
  (#set! event.kind "override")
  (#set! event.shape "method"))

; def save(self, *args, **kwargs): it sets what it likes before the row is stored
((identifier) @event
  (#word? @event "asave" "save" "save_base")
  (#set! event.kind "override")
  (#set! event.shape "method")
  (#set! event.before "writes")
  (#set! event.at "0"))

; def clean(self)
((identifier) @event
  (#word? @event
    "clean" "clean_fields" "full_clean" "validate_constraints" "validate_unique")
  (#set! event.kind "validation")
  (#set! event.shape "method"))
