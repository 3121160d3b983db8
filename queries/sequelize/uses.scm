; What calls on models of Sequelize do with the columns that they name.
; https://sequelize.org/docs/v6/core-concepts/model-querying-basics/

; sequelize.define('User', { … })
((identifier) @query
  (#word? @query "define")
  (#set! query.gives "model")
  (#set! query.of "name"))

; User.findAll({ where: { nickname } })
((identifier) @query
  (#word? @query "findAll" "bulkCreate")
  (#set! query.gives "rows")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "findOne" "findByPk" "findById" "findOrCreate" "findOrBuild" "findCreateFind"
    "findAndCountAll" "findAndCount")
  (#set! query.gives "row")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "create" "build" "set" "bulkBuild")
  (#set! query.gives "row")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "update" "updateAttributes" "increment" "decrement" "upsert" "save" "setDataValue" "setAttributes"
    "changed")
  (#set! query.gives "row")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "sum" "max" "min" "count" "destroy" "restore" "aggregate" "truncate")
  (#set! query.gives "value")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "getDataValue" "previous")
  (#set! query.gives "value")
  (#set! query.how "read"))

((identifier) @query
  (#word? @query "scope" "unscoped" "schema")
  (#set! query.gives "class"))

((identifier) @query
  (#word? @query "hasMany" "hasOne" "belongsTo" "belongsToMany" "addScope")
  (#set! query.gives "value")
  (#set! query.how "declare"))

((identifier) @query
  (#word? @query "where" "defaults" "on" "through")
  (#set! query.gives "keys")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "attributes" "include" "exclude" "group" "fields" "returning" "updateOnDuplicate")
  (#set! query.gives "keys")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "order")
  (#set! query.gives "keys")
  (#set! query.how "order"))

; ModelStatic<User>
((identifier) @query
  (#word? @query "ModelStatic" "ModelCtor" "ModelType")
  (#set! query.gives "class"))

; user.getDataValue(name)
((identifier) @dynamic
  (#word? @dynamic "getDataValue" "setDataValue")
  (#set! dynamic.at "0"))

; `${User.getTableName()}.nickname`
; https://sequelize.org/api/v6/class/src/model.js~model#static-method-getTableName
((identifier) @query
  (#word? @query "getTableName" "tableName")
  (#set! query.gives "table"))
