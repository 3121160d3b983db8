; Models whose rows django-simple-history copies at each save.
; https://django-simple-history.readthedocs.io/en/latest/historical_model.html

; history = HistoricalRecords()
((identifier) @consumer
  (#word? @consumer "HistoricalRecords")
  (#set! consumer.shape "member")
  (#set! consumer.what "history")
  (#set! consumer.from "simple_history")
  (#set! consumer.implicit "yes")
  (#set! consumer.except "excluded_fields")
  (#set! consumer.shows "inside"))
