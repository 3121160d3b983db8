; Methods of Sequelize that read whole rows or store what they are given.
; https://sequelize.org/docs/v6/core-concepts/model-querying-basics/

; User.findAll({ attributes: ['id'] })
((identifier) @consumer
  (#word? @consumer "findAll" "findAndCountAll" "findByPk" "findCreateFind" "findOne" "findOrBuild" "findOrCreate")
  (#set! consumer.shape "rows")
  (#set! consumer.options "attributes"))

; User.create(values), user.update(values)
((identifier) @consumer
  (#word? @consumer "build" "bulkCreate" "create" "reload" "save" "upsert")
  (#set! consumer.shape "rows"))

; User.create(values, { fields: ['email'] })
((identifier) @consumer
  (#word? @consumer "build" "bulkBuild" "bulkCreate" "create" "set" "setAttributes" "update" "upsert")
  (#set! consumer.shape "stores")
  (#set! consumer.fixed "fields"))

; User.unscoped().findAll(), User.scope('active').findAll()
((identifier) @consumer
  (#word? @consumer "schema" "scope" "unscoped" "withScope" "withoutScope")
  (#set! consumer.shape "query"))

; user.get(), user.toJSON()
((identifier) @consumer
  (#word? @consumer "dataValues" "get" "rows" "toJSON")
  (#set! consumer.shape "same"))

; toJSON() { … } in a model
((identifier) @consumer
  (#word? @consumer "toJSON")
  (#set! consumer.shape "shaped"))

; User.findAll({ where: { isDeleted: false } })
((identifier) @consumer
  (#word? @consumer "count" "destroy" "findAll" "findAndCountAll" "findOne" "max" "min" "sum" "update")
  (#set! consumer.shape "filters")
  (#set! consumer.list "where"))

; User.scope('active')
((identifier) @consumer
  (#word? @consumer "scope" "withScope")
  (#set! consumer.shape "scoped"))

; Post.findAll({ include: 'replies' })
((identifier) @consumer
  (#word? @consumer "count" "findAll" "findAndCountAll" "findByPk" "findOne")
  (#set! consumer.shape "includes")
  (#set! consumer.list "include"))

; User.create({ email })
((identifier) @consumer
  (#word? @consumer "bulkCreate" "create")
  (#set! consumer.shape "makes"))
