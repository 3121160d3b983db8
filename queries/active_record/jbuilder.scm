; jbuilder: templates that build a response; a record that is given whole is dumped whole.
; https://github.com/rails/jbuilder (lib/jbuilder.rb, `set!` and `array!`)

; json.author @post.author, json.array! @users
((identifier) @consumer
  (#word? @consumer "json")
  (#set! consumer.shape "build")
  (#set! consumer.shows "outside"))
