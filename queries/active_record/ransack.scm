; ransack: which columns a search from outside may name. Up to version 3 every column may be, unless
; the model says otherwise.
; https://activerecord-hackery.github.io/ransack/going-further/other-notes/#authorization-allowlistingdenylisting

; def self.ransackable_attributes(auth_object = nil) = column_names
((identifier) @consumer
  (#word? @consumer "ransackable_attributes")
  (#set! consumer.shape "allows")
  (#set! consumer.what "search of")
  (#set! consumer.shows "inside"))

; authorizable_ransackable_attributes
((identifier) @consumer
  (#word? @consumer "authorizable_ransackable_attributes")
  (#set! consumer.shape "columns"))

; User.ransack(params[:q])
((identifier) @consumer
  (#word? @consumer "ransack")
  (#set! consumer.shape "search")
  (#set! consumer.from "ransack")
  (#set! consumer.until "4")
  (#set! consumer.hidden "ransackable_attributes")
  (#set! consumer.shows "inside"))
