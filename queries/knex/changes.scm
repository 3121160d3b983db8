; Steps of migrations with Knex. A word without a table belongs to the builder of a table.
; https://knexjs.org/guide/schema-builder.html

; exports.up = (knex) => knex.schema…
((identifier) @migration
  (#word? @migration "knex" "Knex" "trx" "schema"))

; knex.schema.createTable('users', (table) => {…})
((identifier) @change
  (#word? @change "createTable" "createTableIfNotExists")
  (#set! change.op "create-block") (#set! change.table "0"))

; knex.schema.alterTable('users', (table) => {…})
((identifier) @change
  (#word? @change "alterTable" "table")
  (#set! change.op "build-table") (#set! change.table "0"))

; knex.schema.dropTable('users')
((identifier) @change
  (#word? @change "dropTable" "dropTableIfExists")
  (#set! change.op "drop-table") (#set! change.table "0"))

; knex.schema.renameTable('users', 'accounts')
((identifier) @change
  (#word? @change "renameTable")
  (#set! change.op "rename-table") (#set! change.table "0") (#set! change.to "1"))

; knex.schema.createTableLike('archive', 'users')
((identifier) @change
  (#word? @change "createTableLike")
  (#set! change.op "create-table") (#set! change.table "0"))

; knex.raw('ALTER TABLE ?? …', ['users'])
((identifier) @change
  (#word? @change "raw")
  (#set! change.op "sql") (#set! change.sql "0"))

; knex('users').update({ state: 'open' })
((identifier) @change
  (#word? @change "update")
  (#set! change.op "update-rows"))

; knex.schema.hasColumn('users', 'email')
((identifier) @change
  (#word? @change "hasColumn" "hasTable" "insert" "batchInsert" "del" "delete" "select" "first"
    "ref" "with" "from" "into" "createSchemaIfNotExists" "createExtensionIfNotExists")
  (#set! change.op "nothing"))

; table.string('name')
((identifier) @change
  (#word? @change "bigint" "bigInteger" "binary" "boolean" "bool" "char" "citext" "date"
    "datetime" "dateTime" "decimal" "double" "enu" "enum" "float" "geography" "geometry" "int"
    "integer" "interval" "inet" "json" "jsonb" "longtext" "mediumint" "mediumtext" "numeric"
    "point" "real" "smallint" "smallInteger" "string" "text" "time" "timestamp" "timestampTz"
    "tinyint" "tinytext" "uuid" "varchar")
  (#set! change.op "column"))

; table.increments()
((identifier) @change
  (#word? @change "increments" "bigIncrements" "bigincrements")
  (#set! change.op "key-column"))

; table.specificType('tags', 'text[]')
((identifier) @change
  (#word? @change "specificType")
  (#set! change.op "typed-column"))

; table.timestamps(true, true)
((identifier) @change
  (#word? @change "timestamps")
  (#set! change.op "timestamps"))

; table.dropTimestamps()
((identifier) @change
  (#word? @change "dropTimestamps")
  (#set! change.op "drop-timestamps"))

; table.dropColumn('name')
((identifier) @change
  (#word? @change "dropColumn" "dropColumns")
  (#set! change.op "drop-column"))

; table.renameColumn('name', 'title')
((identifier) @change
  (#word? @change "renameColumn")
  (#set! change.op "rename-column"))

; table.setNullable('name')
((identifier) @change
  (#word? @change "setNullable")
  (#set! change.op "set-null"))

; table.dropNullable('name')
((identifier) @change
  (#word? @change "dropNullable")
  (#set! change.op "set-not-null"))

; table.unique(['email'])
((identifier) @change
  (#word? @change "unique")
  (#set! change.op "add-unique"))

; table.index(['email'])
((identifier) @change
  (#word? @change "index")
  (#set! change.op "add-index"))

; table.primary(['id'])
((identifier) @change
  (#word? @change "primary")
  (#set! change.op "primary"))

; table.foreign('user_id').references('users.id')
((identifier) @change
  (#word? @change "foreign")
  (#set! change.op "add-foreign-key"))

; table.dropUnique(['email'])
((identifier) @change
  (#word? @change "dropUnique")
  (#set! change.op "drop-unique"))

; table.dropIndex(['email'])
((identifier) @change
  (#word? @change "dropIndex")
  (#set! change.op "drop-index"))

; table.dropForeign('user_id')
((identifier) @change
  (#word? @change "dropForeign")
  (#set! change.op "drop-foreign-key"))

; table.dropPrimary()
((identifier) @change
  (#word? @change "dropPrimary")
  (#set! change.op "drop-primary"))

; table.check('?? > 0', ['age'])
((identifier) @change
  (#word? @change "check" "checkIn" "checkPositive" "checkBetween" "dropChecks")
  (#set! change.op "add-check"))

; table.comment('who signs in')
((identifier) @control
  (#word? @control "comment" "engine" "charset" "collate" "inherits" "queryContext"
    "dropForeignIfExists" "setUseCamelCase")
  (#set! control.of "nothing"))

; table.string('name').notNullable()
((identifier) @control
  (#word? @control "notNullable" "notNull")
  (#set! control.of "not-null"))

; table.string('name').nullable()
((identifier) @control
  (#word? @control "nullable")
  (#set! control.of "null"))

; table.string('name').defaultTo('')
((identifier) @control
  (#word? @control "defaultTo" "default")
  (#set! control.of "default"))

; table.string('name').unique()
((identifier) @control
  (#word? @control "unique")
  (#set! control.of "unique"))

; table.string('name').primary()
((identifier) @control
  (#word? @control "primary")
  (#set! control.of "primary"))

; table.string('name').index()
((identifier) @control
  (#word? @control "index")
  (#set! control.of "index"))

; table.string('name').alter()
((identifier) @control
  (#word? @control "alter")
  (#set! control.of "alter"))
