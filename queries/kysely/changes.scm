; Steps of migrations with Kysely: a chain for each table.
; https://kysely-org.github.io/kysely-apidoc/classes/SchemaModule.html

; up(db: Kysely<any>)
((identifier) @migration
  (#word? @migration "kysely" "Kysely"))

; db.schema.alterTable('users')
((identifier) @change
  (#word? @change "alterTable")
  (#set! change.op "chain-alter"))

; db.schema.createTable('users')
((identifier) @change
  (#word? @change "createTable")
  (#set! change.op "chain-create"))

; db.schema.dropTable('users')
((identifier) @change
  (#word? @change "dropTable")
  (#set! change.op "chain-drop"))

; db.schema.createIndex('users_email').on('users').column('email')
((identifier) @change
  (#word? @change "createIndex")
  (#set! change.op "chain-index"))

; db.updateTable('users').set({ state: 'open' }).where('state', 'is', null)
((identifier) @change
  (#word? @change "updateTable")
  (#set! change.op "chain-update"))

; db.selectFrom('users')
((identifier) @change
  (#word? @change "deleteFrom" "insertInto" "selectFrom")
  (#set! change.op "nothing"))

; db.schema.dropIndex('users_email')
((identifier) @change
  (#word? @change "dropIndex")
  (#set! change.op "chain-drop-index"))

; .addColumn('age', 'integer', (col) => col.notNull())
((identifier) @change
  (#word? @change "addColumn")
  (#set! change.op "add-column"))

; .alterColumn('age', (col) => col.setDataType('bigint'))
((identifier) @change
  (#word? @change "alterColumn")
  (#set! change.op "alter-column"))

; .dropColumn('age')
((identifier) @change
  (#word? @change "dropColumn")
  (#set! change.op "drop-column"))

; .renameColumn('name', 'title')
((identifier) @change
  (#word? @change "renameColumn")
  (#set! change.op "rename-column"))

; .renameTo('accounts')
((identifier) @change
  (#word? @change "renameTo")
  (#set! change.op "rename-table"))

; .addUniqueConstraint('users_email', ['email'])
((identifier) @change
  (#word? @change "addUniqueConstraint")
  (#set! change.op "add-unique"))

; .addPrimaryKeyConstraint('users_pk', ['id'])
((identifier) @change
  (#word? @change "addPrimaryKeyConstraint")
  (#set! change.op "primary"))

; .addForeignKeyConstraint('posts_user', ['user_id'], 'users', ['id'])
((identifier) @change
  (#word? @change "addForeignKeyConstraint")
  (#set! change.op "add-foreign-key"))

; .addCheckConstraint('adult', sql`age > 17`)
((identifier) @change
  (#word? @change "addCheckConstraint")
  (#set! change.op "add-check"))

; .dropConstraint('users_email')
((identifier) @change
  (#word? @change "dropConstraint")
  (#set! change.op "drop-constraint"))

; sql`ALTER TABLE …`.execute(db)
((identifier) @change
  (#word? @change "sql")
  (#set! change.op "sql") (#set! change.sql "0"))

; .ifNotExists().execute()
((identifier) @control
  (#word? @control "execute" "compile" "ifNotExists" "ifExists" "cascade" "onDelete" "onUpdate"
    "setSchema" "temporary" "modifyEnd" "modifyFront" "$call")
  (#set! control.of "nothing"))

; (col) => col.notNull()
((identifier) @control
  (#word? @control "notNull" "setNotNull")
  (#set! control.of "not-null"))

; (col) => col.dropNotNull()
((identifier) @control
  (#word? @control "dropNotNull")
  (#set! control.of "null"))

; (col) => col.defaultTo(0)
((identifier) @control
  (#word? @control "defaultTo" "setDefault")
  (#set! control.of "default"))

; (col) => col.dropDefault()
((identifier) @control
  (#word? @control "dropDefault")
  (#set! control.of "drop-default"))

; (col) => col.setDataType('bigint')
((identifier) @control
  (#word? @control "setDataType")
  (#set! control.of "type"))

; (col) => col.primaryKey()
((identifier) @control
  (#word? @control "primaryKey")
  (#set! control.of "primary"))

; (col) => col.unique()
((identifier) @control
  (#word? @control "unique")
  (#set! control.of "unique"))

; .on('users')
((identifier) @control
  (#word? @control "on")
  (#set! control.of "on"))

; .column('email')
((identifier) @control
  (#word? @control "column" "columns")
  (#set! control.of "columns"))

; .set({ state: 'open' })
((identifier) @control
  (#word? @control "set")
  (#set! control.of "values"))

; .where('state', 'is', null)
((identifier) @control
  (#word? @control "where" "whereRef" "from" "innerJoin" "limit")
  (#set! control.of "rows"))
