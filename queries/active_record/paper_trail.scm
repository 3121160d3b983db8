; paper_trail: each change of a record is kept with the whole record; `only` and `ignore` say which
; changes count, not what is kept.
; https://github.com/paper-trail-gem/paper_trail

; has_paper_trail
((identifier) @consumer
  (#word? @consumer "has_paper_trail")
  (#set! consumer.shape "macro")
  (#set! consumer.what "version history of")
  (#set! consumer.except "skip")
  (#set! consumer.shows "inside"))
