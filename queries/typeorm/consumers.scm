; Methods of repositories and entity managers that read whole rows or store what they are given.
; https://typeorm.io/docs/working-with-entity-manager/repository-api/

; dataSource.getRepository(User)
((identifier) @consumer
  (#word? @consumer "getMongoRepository" "getRepository" "getTreeRepository")
  (#set! consumer.shape "query")
  (#set! consumer.of "argument"))

; users.find({ select: ['id'] }), manager.find(User)
((identifier) @consumer
  (#word? @consumer "create" "find" "findAndCount" "findAndCountBy" "findBy" "findByIds" "findOne" "findOneBy" "findOneById" "findOneByOrFail" "findOneOrFail" "findTrees" "insert" "merge" "preload" "save" "upsert")
  (#set! consumer.shape "rows")
  (#set! consumer.of "argument")
  (#set! consumer.options "select"))

; users.createQueryBuilder('u').getMany()
((identifier) @consumer
  (#word? @consumer "createQueryBuilder")
  (#set! consumer.shape "query")
  (#set! consumer.of "argument")
  (#set! consumer.chained "yes"))

; query.select(['u.id'])
((identifier) @consumer
  (#word? @consumer "select")
  (#set! consumer.shape "names"))

; query.getMany()
((identifier) @consumer
  (#word? @consumer "getMany" "getManyAndCount" "getOne" "getOneOrFail" "getRawAndEntities" "getRawMany" "getRawOne")
  (#set! consumer.shape "rows"))

; query.getCount()
((identifier) @consumer
  (#word? @consumer "execute" "getCount" "getExists" "getQuery" "getQueryAndParameters" "getSql" "restore" "softDelete" "stream" "subQuery")
  (#set! consumer.shape "none"))

; users.save(values), users.update(id, values)
((identifier) @consumer
  (#word? @consumer "create" "insert" "merge" "preload" "save" "set" "update" "upsert" "values")
  (#set! consumer.shape "stores")
  (#set! consumer.of "argument"))

; toJSON() { … } in an entity
((identifier) @consumer
  (#word? @consumer "toJSON")
  (#set! consumer.shape "shaped"))

; users.find({ where: { isDeleted: false } })
((identifier) @consumer
  (#word? @consumer "count" "exist" "exists" "find" "findAndCount" "findOne" "findOneOrFail")
  (#set! consumer.shape "filters")
  (#set! consumer.of "argument")
  (#set! consumer.list "where"))

; users.findBy({ isDeleted: false })
((identifier) @consumer
  (#word? @consumer "countBy" "existsBy" "findAndCountBy" "findBy" "findOneBy" "findOneByOrFail")
  (#set! consumer.shape "filters")
  (#set! consumer.of "argument"))

; { state: Not('archived') }
((identifier) @consumer
  (#word? @consumer "Not")
  (#set! consumer.shape "negates"))

; { deletedAt: IsNull() }
((identifier) @consumer
  (#word? @consumer "IsNull")
  (#set! consumer.shape "is-null"))

; users.insert({ email })
((identifier) @consumer
  (#word? @consumer "insert")
  (#set! consumer.shape "makes")
  (#set! consumer.of "argument"))
