; logidze: a trigger keeps each change of a row in the row itself.
; https://github.com/palkan/logidze

; has_logidze
((identifier) @consumer
  (#word? @consumer "has_logidze")
  (#set! consumer.shape "macro")
  (#set! consumer.what "version history of")
  (#set! consumer.shows "inside"))
