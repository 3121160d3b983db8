; audited: each change of a record is kept with the columns that changed.
; https://github.com/collectiveidea/audited

; audited
((identifier) @consumer
  (#word? @consumer "audited")
  (#set! consumer.shape "macro")
  (#set! consumer.what "audit log of")
  (#set! consumer.list "only")
  (#set! consumer.except "except")
  (#set! consumer.shows "inside"))
