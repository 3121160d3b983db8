; Methods of Bookshelf that read whole rows or store what they are given.
; https://bookshelfjs.org/api.html

; User.fetchAll(), User.forge({ id }).fetch({ columns: ['id'] })
((identifier) @consumer
  (#word? @consumer "create" "fetch" "fetchAll" "fetchPage" "findAll" "findById" "findOne" "refresh" "save")
  (#set! consumer.shape "rows")
  (#set! consumer.options "columns"))

; User.forge({ id }), User.where({ id })
((identifier) @consumer
  (#word? @consumer "collection" "forge" "orderBy" "query" "where")
  (#set! consumer.shape "query"))

; user.save(req.body)
((identifier) @consumer
  (#word? @consumer "create" "forge" "save" "set")
  (#set! consumer.shape "stores"))

; user.toJSON()
((identifier) @consumer
  (#word? @consumer "serialize" "toJSON")
  (#set! consumer.shape "same"))

; serialize() { … } in a model
((identifier) @consumer
  (#word? @consumer "serialize")
  (#set! consumer.shape "shaped"))
