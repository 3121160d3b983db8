; Migrations that Ghost's helpers make, on Knex.
; https://github.com/TryGhost/Ghost/tree/main/ghost/core/core/server/data/migrations/utils

; module.exports = createAddColumnMigration('posts', 'slug', {…})
((identifier) @migration
  (#word? @migration "createAddColumnMigration" "createDropColumnMigration"
    "createRenameColumnMigration" "createSetNullableMigration" "createDropNullableMigration"
    "addTable" "dropTables" "createTransactionalMigration" "createNonTransactionalMigration"
    "createIrreversibleMigration" "combineTransactionalMigrations"
    "combineNonTransactionalMigrations"))

; createAddColumnMigration('posts', 'slug', { type: 'string', nullable: true })
((identifier) @change
  (#word? @change "createAddColumnMigration")
  (#set! change.op "add-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; createDropColumnMigration('posts', 'slug', {…})
((identifier) @change
  (#word? @change "createDropColumnMigration")
  (#set! change.op "drop-column") (#set! change.table "0") (#set! change.column "1"))

; createRenameColumnMigration('posts', 'slug', 'path')
((identifier) @change
  (#word? @change "createRenameColumnMigration")
  (#set! change.op "rename-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.to "2"))

; createSetNullableMigration('posts', 'slug')
((identifier) @change
  (#word? @change "createSetNullableMigration")
  (#set! change.op "set-null") (#set! change.table "0") (#set! change.column "1"))

; createDropNullableMigration('posts', 'slug')
((identifier) @change
  (#word? @change "createDropNullableMigration")
  (#set! change.op "set-not-null") (#set! change.table "0") (#set! change.column "1"))

; addTable('posts', {…})
((identifier) @change
  (#word? @change "addTable")
  (#set! change.op "create-table") (#set! change.table "0") (#set! change.columns "1"))

; dropTables(['posts'])
((identifier) @change
  (#word? @change "dropTables")
  (#set! change.op "drop-table") (#set! change.table "0"))

; createTransactionalMigration(async function up(knex) {…}, async function down(knex) {…})
((identifier) @control
  (#word? @control "createTransactionalMigration" "createNonTransactionalMigration"
    "createIrreversibleMigration")
  (#set! control.of "up"))
