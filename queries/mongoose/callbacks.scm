; What Mongoose runs by itself when documents are read, written or checked.
; https://mongoosejs.com/docs/middleware.html

; userSchema.pre('save', function () { … })
((identifier) @event
  (#word? @event "post" "pre")
  (#set! event.kind "hook")
  (#set! event.shape "named")
  (#set! event.when "0"))

; userSchema.plugin(uniqueValidator)
((identifier) @event
  (#word? @event "plugin")
  (#set! event.kind "library")
  (#set! event.shape "named"))
