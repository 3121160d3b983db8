; What repositories and query builders of TypeORM and MikroORM do with the columns that they name.
; https://typeorm.io/docs/working-with-entity-manager/find-options

; Repository<User>
((identifier) @query
  (#word? @query "Repository" "TreeRepository" "MongoRepository" "EntityRepository" "EntityTarget"
    "SqlEntityRepository")
  (#set! query.gives "class"))

; dataSource.getRepository(User)
((identifier) @query
  (#word? @query "getRepository" "getCustomRepository" "getTreeRepository" "InjectRepository")
  (#set! query.gives "class")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "extend" "withRepository")
  (#set! query.gives "same"))

; users.find({ where: { nickname } })
((identifier) @query
  (#word? @query "find" "findBy" "findAndCount" "findAndCountBy" "findByIds" "getMany" "getRawMany" "stream")
  (#set! query.gives "rows")
  (#set! query.how "filter")
  (#set! query.block "row"))

((identifier) @query
  (#word? @query "findOneBy" "findOneOrFail" "findOneByOrFail" "findOneById" "getOne" "getOneOrFail"
    "getRawOne" "preload" "nativeUpdate" "assign")
  (#set! query.gives "row")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "insert" "softDelete" "countBy" "exists" "existsBy" "exist" "maximum" "minimum" "average"
    "softRemove" "remove")
  (#set! query.gives "value")
  (#set! query.how "write"))

; manager.find(User, { where: { nickname } }), em.create(User, { nickname }): the entity comes first
; https://typeorm.io/docs/working-with-entity-manager/entity-manager-api, https://mikro-orm.io/docs/entity-manager
((identifier) @query
  (#word? @query "assign" "average" "count" "countBy" "create" "createQueryBuilder" "decrement" "delete" "exists"
    "existsBy" "find" "findAll" "findAndCount" "findAndCountBy" "findBy" "findByCursor" "findByIds" "findOne"
    "findOneBy" "findOneByOrFail" "findOneOrFail" "increment" "insert" "insertMany" "maximum" "minimum"
    "nativeDelete" "nativeUpdate" "nativeInsert" "preload" "qb" "save" "softDelete" "sum" "update" "upsert"
    "upsertMany")
  (#set! query.entity "0"))

; manager.createQueryBuilder(User, 'u'), users.createQueryBuilder('u')
((identifier) @query
  (#word? @query "createQueryBuilder" "qb")
  (#set! query.alias "yes"))

; users.createQueryBuilder('user').where('user.nickname = :nickname')
((identifier) @query
  (#word? @query "createQueryBuilder" "leftJoinAndSelect" "innerJoinAndSelect" "leftJoin" "innerJoin"
    "addSelect" "setParameters" "setParameter" "skip" "take" "cache" "withDeleted" "distinctOn")
  (#set! query.gives "same")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "addOrderBy" "addGroupBy")
  (#set! query.gives "same")
  (#set! query.how "order"))

((identifier) @query
  (#word? @query "relations" "populate" "loadRelationIds")
  (#set! query.gives "keys")
  (#set! query.how "select"))
