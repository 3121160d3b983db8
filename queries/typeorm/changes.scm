; Steps of migrations with TypeORM's query runner. Fields are positions of arguments.
; https://typeorm.io/docs/advanced-topics/migrations

; class AddName1 implements MigrationInterface {…}
((identifier) @migration
  (#word? @migration "typeorm" "MigrationInterface" "QueryRunner" "queryRunner" "TableColumn"
    "TableIndex"))

; queryRunner.addColumn('users', new TableColumn({ name: 'age', type: 'int' }))
((identifier) @change
  (#word? @change "addColumn")
  (#set! change.op "add-column") (#set! change.table "0") (#set! change.column "1"))

; queryRunner.addColumns('users', [new TableColumn({…})])
((identifier) @change
  (#word? @change "addColumns")
  (#set! change.op "add-columns") (#set! change.table "0") (#set! change.columns "1"))

; queryRunner.changeColumn('users', 'age', new TableColumn({…}))
((identifier) @change
  (#word? @change "changeColumn")
  (#set! change.op "alter-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.type "2"))

; queryRunner.dropColumn('users', 'age')
((identifier) @change
  (#word? @change "dropColumn" "dropColumns")
  (#set! change.op "drop-column") (#set! change.table "0") (#set! change.column "1"))

; queryRunner.renameColumn('users', 'name', 'title')
((identifier) @change
  (#word? @change "renameColumn")
  (#set! change.op "rename-column") (#set! change.table "0") (#set! change.column "1")
  (#set! change.to "2"))

; queryRunner.createTable(new Table({ name: 'users', columns: [] }))
((identifier) @change
  (#word? @change "createTable")
  (#set! change.op "create-table") (#set! change.table "0") (#set! change.columns "0"))

; queryRunner.dropTable('users')
((identifier) @change
  (#word? @change "dropTable")
  (#set! change.op "drop-table") (#set! change.table "0"))

; queryRunner.renameTable('users', 'accounts')
((identifier) @change
  (#word? @change "renameTable")
  (#set! change.op "rename-table") (#set! change.table "0") (#set! change.to "1"))

; queryRunner.createIndex('users', new TableIndex({ columnNames: ['email'], isUnique: true }))
((identifier) @change
  (#word? @change "createIndex")
  (#set! change.op "add-index") (#set! change.table "0") (#set! change.columns "1"))

; queryRunner.createUniqueConstraint('users', new TableUnique({ columnNames: ['email'] }))
((identifier) @change
  (#word? @change "createUniqueConstraint")
  (#set! change.op "add-unique") (#set! change.table "0") (#set! change.columns "1"))

; queryRunner.createForeignKey('posts', new TableForeignKey({…}))
((identifier) @change
  (#word? @change "createForeignKey")
  (#set! change.op "add-foreign-key") (#set! change.table "0") (#set! change.columns "1"))

; queryRunner.dropIndex('users', 'IDX_1')
((identifier) @change
  (#word? @change "dropIndex" "dropIndices")
  (#set! change.op "drop-index") (#set! change.table "0"))

; queryRunner.dropUniqueConstraint('users', 'UQ_1')
((identifier) @change
  (#word? @change "dropUniqueConstraint" "dropUniqueConstraints")
  (#set! change.op "drop-unique") (#set! change.table "0"))

; queryRunner.dropForeignKey('posts', 'FK_1')
((identifier) @change
  (#word? @change "dropForeignKey" "dropForeignKeys")
  (#set! change.op "drop-foreign-key") (#set! change.table "0"))

; queryRunner.query('ALTER TABLE …')
((identifier) @change
  (#word? @change "query")
  (#set! change.op "sql") (#set! change.sql "0"))

; queryRunner.hasColumn('users', 'email')
((identifier) @change
  (#word? @change "getTable" "getTables" "connect" "release" "getDatabase" "hasColumn"
    "hasTable" "startTransaction" "commitTransaction" "rollbackTransaction" "createSchema"
    "createDatabase")
  (#set! change.op "nothing"))
