; searchkick: a record goes to the search engine whole, unless its model says what goes.
; https://github.com/ankane/searchkick (lib/searchkick/record_data.rb)

; searchkick
((identifier) @consumer
  (#word? @consumer "searchkick")
  (#set! consumer.shape "macro")
  (#set! consumer.what "search index of")
  (#set! consumer.hidden "search_data")
  (#set! consumer.shows "inside"))
