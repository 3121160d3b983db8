; Steps of migrations with node-pg-migrate. Fields are positions of arguments.
; https://salsita.github.io/node-pg-migrate/migrations/

; exports.up = (pgm) => {…}
((identifier) @migration
  (#word? @migration "pgm" "MigrationBuilder" "node-pg-migrate"))

; pgm.addColumns('users', { age: { type: 'integer', notNull: true } })
((identifier) @change
  (#word? @change "addColumn" "addColumns")
  (#set! change.op "add-columns") (#set! change.table "0") (#set! change.columns "1"))

; pgm.alterColumn('users', 'age', { type: 'bigint' })
((identifier) @change
  (#word? @change "alterColumn")
  (#set! change.op "alter-named") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; pgm.dropColumns('users', ['age'])
((identifier) @change
  (#word? @change "dropColumn" "dropColumns")
  (#set! change.op "drop-column") (#set! change.table "0") (#set! change.column "1"))

; pgm.renameColumn('users', 'name', 'title')
((identifier) @change
  (#word? @change "renameColumn")
  (#set! change.op "rename-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.to "2"))

; pgm.createTable('users', { id: 'id' })
((identifier) @change
  (#word? @change "createTable")
  (#set! change.op "create-table") (#set! change.table "0") (#set! change.columns "1"))

; pgm.dropTable('users')
((identifier) @change
  (#word? @change "dropTable")
  (#set! change.op "drop-table") (#set! change.table "0"))

; pgm.renameTable('users', 'accounts')
((identifier) @change
  (#word? @change "renameTable")
  (#set! change.op "rename-table") (#set! change.table "0") (#set! change.to "1"))

; pgm.createIndex('users', 'email', { unique: true })
((identifier) @change
  (#word? @change "createIndex" "addIndex")
  (#set! change.op "add-index") (#set! change.table "0") (#set! change.columns "1"))

; pgm.addConstraint('users', 'users_email', { unique: 'email' })
((identifier) @change
  (#word? @change "addConstraint" "createConstraint")
  (#set! change.op "add-constraint") (#set! change.table "0") (#set! change.column "1"))

; pgm.dropConstraint('users', 'users_email_key')
((identifier) @change
  (#word? @change "dropConstraint")
  (#set! change.op "drop-constraint") (#set! change.table "0") (#set! change.column "1"))

; pgm.dropIndex('users', 'email')
((identifier) @change
  (#word? @change "dropIndex")
  (#set! change.op "drop-index") (#set! change.table "0"))

; pgm.sql('ALTER TABLE …')
((identifier) @change
  (#word? @change "sql")
  (#set! change.op "sql") (#set! change.sql "0"))

; pgm.createExtension('citext')
((identifier) @change
  (#word? @change "createExtension" "createType" "addTypeValue" "createSchema" "createSequence"
    "noTransaction" "createRole" "dropExtension")
  (#set! change.op "nothing"))
