; Steps of migrations with Sequelize's query interface. Fields are positions of arguments.
; https://sequelize.org/api/v6/class/src/dialects/abstract/query-interface.js~queryinterface

; up: (queryInterface, Sequelize) => …
((identifier) @migration
  (#word? @migration "queryInterface" "Sequelize" "sequelize" "sequelize-cli" "QueryInterface"
    "DataTypes" "umzug" "allowNull"))

; queryInterface.addColumn('users', 'deleted_at', Sequelize.DATE)
((identifier) @change
  (#word? @change "addColumn")
  (#set! change.op "add-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; queryInterface.changeColumn('users', 'age', { type: Sequelize.BIGINT })
((identifier) @change
  (#word? @change "changeColumn")
  (#set! change.op "alter-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; queryInterface.removeColumn('users', 'nickname')
((identifier) @change
  (#word? @change "removeColumn")
  (#set! change.op "drop-column") (#set! change.table "0") (#set! change.column "1"))

; queryInterface.renameColumn('users', 'nickname', 'handle')
((identifier) @change
  (#word? @change "renameColumn")
  (#set! change.op "rename-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.to "2"))

; queryInterface.createTable('users', { id: {…} })
((identifier) @change
  (#word? @change "createTable")
  (#set! change.op "create-table") (#set! change.table "0") (#set! change.columns "1"))

; queryInterface.dropTable('users')
((identifier) @change
  (#word? @change "dropTable")
  (#set! change.op "drop-table") (#set! change.table "0"))

; queryInterface.renameTable('users', 'accounts')
((identifier) @change
  (#word? @change "renameTable")
  (#set! change.op "rename-table") (#set! change.table "0") (#set! change.to "1"))

; queryInterface.addIndex('users', ['email'], { unique: true })
((identifier) @change
  (#word? @change "addIndex")
  (#set! change.op "add-index") (#set! change.table "0") (#set! change.columns "1"))

; queryInterface.addConstraint('users', { type: 'unique', fields: ['email'] })
((identifier) @change
  (#word? @change "addConstraint")
  (#set! change.op "add-constraint") (#set! change.table "0") (#set! change.column "1"))

; queryInterface.removeIndex('users', 'users_email')
((identifier) @change
  (#word? @change "removeIndex")
  (#set! change.op "drop-index") (#set! change.table "0"))

; queryInterface.removeConstraint('users', 'users_email_uk')
((identifier) @change
  (#word? @change "removeConstraint")
  (#set! change.op "drop-constraint") (#set! change.table "0") (#set! change.column "1"))

; queryInterface.sequelize.query('ALTER TABLE …')
((identifier) @change
  (#word? @change "query")
  (#set! change.op "sql") (#set! change.sql "0"))

; queryInterface.bulkUpdate('users', { state: 'open' }, { state: null })
((identifier) @change
  (#word? @change "bulkUpdate")
  (#set! change.op "backfill") (#set! change.table "0") (#set! change.columns "1"))

; queryInterface.bulkDelete('sessions', {})
((identifier) @change
  (#word? @change "bulkDelete")
  (#set! change.op "delete-rows") (#set! change.table "0") (#set! change.columns "1"))

; queryInterface.bulkInsert('roles', rows)
((identifier) @change
  (#word? @change "bulkInsert" "delete" "insert" "quoteIdentifier" "quoteTable"
    "escape" "select" "rawSelect" "getForeignKeysForTables" "getForeignKeyReferencesForTable"
    "createSchema" "describeTable" "showAllTables" "showIndex" "showConstraint" "tableExists")
  (#set! change.op "nothing"))

; queryInterface.dropAllTables()
((identifier) @change
  (#word? @change "dropAllTables" "dropSchema" "dropAllSchemas")
  (#set! change.op "opaque"))
