; Tables of Drizzle.
; https://orm.drizzle.team/docs/sql-schema-declaration

; pgTable('users', { id: serial('id') })
((identifier) @declare
  (#word? @declare "pgTable" "mysqlTable" "sqliteTable" "singlestoreTable" "gelTable" "cockroachTable" "mssqlTable")
  (#set! declare.as "table")
  (#set! declare.from "drizzle-orm/pg-core")
  (#set! declare.from "drizzle-orm/mysql-core")
  (#set! declare.from "drizzle-orm/sqlite-core")
  (#set! declare.from "drizzle-orm/singlestore-core")
  (#set! declare.from "drizzle-orm/gel-core")
  (#set! declare.from "drizzle-orm/cockroach-core")
  (#set! declare.from "drizzle-orm/mssql-core"))

; const table = pgTableCreator((name) => `app_${name}`)
((identifier) @declare
  (#word? @declare "pgTableCreator" "mysqlTableCreator" "sqliteTableCreator" "singlestoreTableCreator")
  (#set! declare.as "creator")
  (#set! declare.from "drizzle-orm/pg-core")
  (#set! declare.from "drizzle-orm/mysql-core")
  (#set! declare.from "drizzle-orm/sqlite-core")
  (#set! declare.from "drizzle-orm/singlestore-core"))

; const audit = pgSchema('audit')
((identifier) @declare
  (#word? @declare "pgSchema" "mysqlSchema" "mysqlDatabase" "singlestoreSchema")
  (#set! declare.as "schema")
  (#set! declare.from "drizzle-orm/pg-core")
  (#set! declare.from "drizzle-orm/mysql-core")
  (#set! declare.from "drizzle-orm/singlestore-core"))

; audit.table('users', { … })
((identifier) @declare
  (#word? @declare "table")
  (#set! declare.as "table-of-schema"))
