; Migrations of MikroORM: SQL in strings.
; https://mikro-orm.io/docs/migrations

; import { Migration } from '@mikro-orm/migrations'
((identifier) @migration
  (#word? @migration "@mikro-orm/migrations" "addSql"))

; this.addSql('alter table …')
((identifier) @change
  (#word? @change "addSql" "execute")
  (#set! change.op "sql") (#set! change.sql "0"))
