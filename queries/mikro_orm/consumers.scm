; Methods of the entity manager that read whole rows or store what they are given.
; https://mikro-orm.io/docs/entity-manager

; em.find(User, where, { fields: ['id'] })
((identifier) @consumer
  (#word? @consumer "create" "find" "findAll" "findAndCount" "findByCursor" "findOne" "findOneOrFail" "refresh" "upsert" "upsertMany")
  (#set! consumer.shape "rows")
  (#set! consumer.of "argument")
  (#set! consumer.options "fields"))

; em.getRepository(User)
((identifier) @consumer
  (#word? @consumer "getRepository")
  (#set! consumer.shape "query")
  (#set! consumer.of "argument"))

; em.create(User, req.body), em.assign(user, req.body)
((identifier) @consumer
  (#word? @consumer "assign" "create" "insert" "insertMany" "nativeInsert" "nativeUpdate" "upsert" "upsertMany")
  (#set! consumer.shape "stores")
  (#set! consumer.of "argument"))

; wrap(user).toObject()
((identifier) @consumer
  (#word? @consumer "toJSON" "toObject" "toPOJO")
  (#set! consumer.shape "same"))

; toJSON() { … } in an entity
((identifier) @consumer
  (#word? @consumer "toJSON")
  (#set! consumer.shape "shaped"))

; em.find(User, {}, { filters: { active: true } })
((identifier) @consumer
  (#word? @consumer "count" "find" "findAll" "findAndCount" "findOne" "findOneOrFail")
  (#set! consumer.shape "scoped")
  (#set! consumer.of "argument")
  (#set! consumer.list "filters"))

; em.find(User, { isDeleted: false })
((identifier) @consumer
  (#word? @consumer "count" "find" "findAndCount" "findOne" "findOneOrFail" "nativeDelete" "nativeUpdate")
  (#set! consumer.shape "filters")
  (#set! consumer.of "argument"))

; em.insert(User, { email })
((identifier) @consumer
  (#word? @consumer "create" "insert" "insertMany")
  (#set! consumer.shape "makes")
  (#set! consumer.of "argument"))
