; Methods of Waterline that read whole rows or store what they are given.
; https://sailsjs.com/documentation/reference/waterline-orm/models

; User.find(), User.findOne(id)
((identifier) @consumer
  (#word? @consumer "archiveOne" "destroyOne" "find" "findOne" "findOrCreate" "updateOne")
  (#set! consumer.shape "rows")
  (#set! consumer.chained "yes"))

; User.create(values), User.update(where)
((identifier) @consumer
  (#word? @consumer "archive" "create" "createEach" "destroy" "update")
  (#set! consumer.shape "query")
  (#set! consumer.chained "yes"))

; User.create(values).fetch()
((identifier) @consumer
  (#word? @consumer "fetch")
  (#set! consumer.shape "rows"))

; User.count()
((identifier) @consumer
  (#word? @consumer "avg" "count" "stream" "sum")
  (#set! consumer.shape "none"))

; select(['id']), omit(['secret'])
((identifier) @consumer
  (#word? @consumer "select")
  (#set! consumer.shape "names"))

; User.create(req.body), User.update(where).set(req.body)
((identifier) @consumer
  (#word? @consumer "create" "createEach" "findOrCreate" "set")
  (#set! consumer.shape "stores"))
