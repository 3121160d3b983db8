; Steps of migrations with db-migrate. Fields are positions of arguments.
; https://db-migrate.readthedocs.io/en/latest/API/SQL/

; exports._meta = { version: 1 }
((identifier) @migration
  (#word? @migration "db-migrate" "dbm" "runSql" "_meta"))

; db.addColumn('users', 'age', { type: 'int', notNull: true })
((identifier) @change
  (#word? @change "addColumn")
  (#set! change.op "add-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; db.changeColumn('users', 'age', { type: 'bigint' })
((identifier) @change
  (#word? @change "changeColumn")
  (#set! change.op "alter-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; db.removeColumn('users', 'age')
((identifier) @change
  (#word? @change "removeColumn")
  (#set! change.op "drop-column") (#set! change.table "0") (#set! change.column "1"))

; db.renameColumn('users', 'name', 'title')
((identifier) @change
  (#word? @change "renameColumn")
  (#set! change.op "rename-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.to "2"))

; db.createTable('users', { id: 'int' })
((identifier) @change
  (#word? @change "createTable")
  (#set! change.op "create-table") (#set! change.table "0") (#set! change.columns "1"))

; db.dropTable('users')
((identifier) @change
  (#word? @change "dropTable")
  (#set! change.op "drop-table") (#set! change.table "0"))

; db.renameTable('users', 'accounts')
((identifier) @change
  (#word? @change "renameTable")
  (#set! change.op "rename-table") (#set! change.table "0") (#set! change.to "1"))

; db.addIndex('users', 'users_email', ['email'], true)
((identifier) @change
  (#word? @change "addIndex")
  (#set! change.op "add-index") (#set! change.table "0") (#set! change.columns "2"))

; db.removeIndex('users', 'users_email')
((identifier) @change
  (#word? @change "removeIndex")
  (#set! change.op "drop-index") (#set! change.table "0"))

; db.addForeignKey('posts', 'users', 'posts_user', {…})
((identifier) @change
  (#word? @change "addForeignKey")
  (#set! change.op "add-foreign-key") (#set! change.table "0") (#set! change.columns "3")
  (#set! change.to "1"))

; db.removeForeignKey('posts', 'posts_user')
((identifier) @change
  (#word? @change "removeForeignKey")
  (#set! change.op "drop-foreign-key") (#set! change.table "0"))

; db.runSql('ALTER TABLE …')
((identifier) @change
  (#word? @change "runSql")
  (#set! change.op "sql") (#set! change.sql "0"))

; db.insert('roles', ['name'], ['admin'])
((identifier) @change
  (#word? @change "insert")
  (#set! change.op "nothing"))
