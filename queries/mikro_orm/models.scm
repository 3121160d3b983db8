; Entities of MikroORM.
; https://mikro-orm.io/docs/defining-entities

; @Entity({ tableName: 'users' })
((identifier) @declare
  (#word? @declare "Entity")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "entity"))

; @Property({ fieldName: 'e_mail' }) email: string
((identifier) @declare
  (#word? @declare "Property" "Enum")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "column"))

; @PrimaryKey() id: number
((identifier) @declare
  (#word? @declare "PrimaryKey" "SerializedPrimaryKey")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "primary-column"))

; @ManyToOne(() => User) author: User
((identifier) @declare
  (#word? @declare "ManyToOne")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "many-to-one"))

; @OneToOne(() => Profile, (it) => it.user, { owner: true })
((identifier) @declare
  (#word? @declare "OneToOne")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "one-to-one"))

; @Embedded(() => Address) home: Address
((identifier) @declare
  (#word? @declare "Embedded")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "embedded"))

; @Filter({ name: 'live', cond: { deletedAt: null }, default: true })
((identifier) @declare
  (#word? @declare "Filter")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "filter"))

; em.addFilter('live', { deletedAt: null }, Book)
((identifier) @declare
  (#word? @declare "addFilter")
  (#set! declare.as "added-filter"))

; new EntitySchema({ name: 'User', properties: { … } })
((identifier) @declare
  (#word? @declare "EntitySchema" "defineEntity")
  (#set! declare.from "@mikro-orm/core")
  (#set! declare.from "@mikro-orm/decorators/legacy")
  (#set! declare.from "@mikro-orm/decorators/es")
  (#set! declare.from "@mikro-orm/postgresql")
  (#set! declare.from "@mikro-orm/mysql")
  (#set! declare.from "@mikro-orm/mariadb")
  (#set! declare.from "@mikro-orm/sqlite")
  (#set! declare.from "@mikro-orm/better-sqlite")
  (#set! declare.from "@mikro-orm/libsql")
  (#set! declare.from "@mikro-orm/mssql")
  (#set! declare.from "@mikro-orm/mongodb")
  (#set! declare.as "schema"))

; MikroORM.init({ namingStrategy: EntityCaseNamingStrategy })
((identifier) @setting
  (#word? @setting "UnderscoreNamingStrategy")
  (#set! setting.name "default-names"))

((identifier) @setting
  (#word? @setting "EntityCaseNamingStrategy")
  (#set! setting.name "plain-names"))
