; Queries of Objection that read whole rows or store what they are given.
; https://vincit.github.io/objection.js/api/query-builder/

; User.query(), user.$query()
((identifier) @consumer
  (#word? @consumer "$fetchGraph" "$query" "query")
  (#set! consumer.shape "rows")
  (#set! consumer.chained "yes"))

; user.$relatedQuery('posts')
((identifier) @consumer
  (#word? @consumer "$relatedQuery" "relatedQuery")
  (#set! consumer.shape "none"))

; select('id'), returning('*')
((identifier) @consumer
  (#word? @consumer "column" "columns" "distinct" "pluck" "returning" "select")
  (#set! consumer.shape "names"))

; resultSize()
((identifier) @consumer
  (#word? @consumer "avg" "count" "decrement" "del" "delete" "deleteById" "increment" "max" "min" "patch" "resultSize" "sum" "toKnexQuery" "update")
  (#set! consumer.shape "none"))

; insertAndFetch(values)
((identifier) @consumer
  (#word? @consumer "fromDatabaseJson" "fromJson" "insertAndFetch" "insertGraphAndFetch" "patchAndFetch" "patchAndFetchById" "updateAndFetch" "updateAndFetchById" "upsertGraphAndFetch")
  (#set! consumer.shape "rows"))

; insert(req.body), patch(req.body)
((identifier) @consumer
  (#word? @consumer "$set" "$setJson" "insert" "insertAndFetch" "insertGraph" "insertGraphAndFetch" "patch" "patchAndFetch" "patchAndFetchById" "update" "updateAndFetch" "updateAndFetchById" "upsertGraph" "upsertGraphAndFetch")
  (#set! consumer.shape "stores"))

; user.toJSON(), user.$toJson()
((identifier) @consumer
  (#word? @consumer "$clone" "$toJson" "toJSON")
  (#set! consumer.shape "same"))

; $formatJson(json) { … }
((identifier) @consumer
  (#word? @consumer "$formatJson")
  (#set! consumer.shape "shaped"))

; static get visible() { return ['id'] } of objection-visibility
; https://github.com/oscaroox/objection-visibility
((identifier) @consumer
  (#word? @consumer "visible")
  (#set! consumer.shape "visible"))

; static get hidden() { return ['password'] }
((identifier) @consumer
  (#word? @consumer "hidden")
  (#set! consumer.shape "hidden"))

; User.query().modify('live')
((identifier) @consumer
  (#word? @consumer "modify")
  (#set! consumer.shape "scoped"))

; User.query().insert({ email })
((identifier) @consumer
  (#word? @consumer "insert" "insertAndFetch")
  (#set! consumer.shape "makes"))
