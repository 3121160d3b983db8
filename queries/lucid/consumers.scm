; Methods of Lucid that read whole rows or store what they are given.
; https://lucid.adonisjs.com/docs/crud-operations

; Post.all(), Post.find(1)
((identifier) @consumer
  (#word? @consumer "all" "create" "createMany" "fetchOrCreateMany" "find" "findBy" "findByOrFail" "findMany" "findOrFail" "first" "firstOrCreate" "firstOrFail" "firstOrNew" "merge" "refresh" "save" "updateOrCreate")
  (#set! consumer.shape "rows"))

; Post.query().orderBy('id')
((identifier) @consumer
  (#word? @consumer "query")
  (#set! consumer.shape "rows")
  (#set! consumer.chained "yes"))

; Post.query().select('id')
((identifier) @consumer
  (#word? @consumer "pojo" "select")
  (#set! consumer.shape "names"))

; create(request.all()), post.merge(request.all())
((identifier) @consumer
  (#word? @consumer "create" "createMany" "fill" "firstOrCreate" "merge" "updateOrCreate")
  (#set! consumer.shape "stores"))

; post.serialize()
((identifier) @consumer
  (#word? @consumer "serialize" "toJSON" "toObject")
  (#set! consumer.shape "same"))

; serialize() { … } in a model
((identifier) @consumer
  (#word? @consumer "serialize" "toJSON")
  (#set! consumer.shape "shaped"))

; User.create({ email })
((identifier) @consumer
  (#word? @consumer "create" "createMany")
  (#set! consumer.shape "makes"))
