; Models of Lucid, the ORM of AdonisJS.
; https://lucid.adonisjs.com/docs/models

; class User extends BaseModel {}
((identifier) @declare
  (#word? @declare "BaseModel")
  (#set! declare.from "@adonisjs/lucid/orm")
  (#set! declare.from "@ioc:Adonis/Lucid/Orm")
  (#set! declare.as "base"))

; @column({ columnName: 'full_name' }) fullName: string
((identifier) @declare
  (#word? @declare "column")
  (#set! declare.from "@adonisjs/lucid/orm")
  (#set! declare.from "@ioc:Adonis/Lucid/Orm")
  (#set! declare.as "column"))

; @column.dateTime({ autoCreate: true }) createdAt: DateTime
((identifier) @declare
  (#word? @declare "date" "dateTime")
  (#set! declare.from "@adonisjs/lucid/orm.column")
  (#set! declare.from "@ioc:Adonis/Lucid/Orm.column")
  (#set! declare.as "column"))

; @beforeFind() static live(query) { query.whereNull('deleted_at') }
((identifier) @callback
  (#word? @callback "beforeFind" "beforeFetch")
  (#set! callback.when "before-find"))

; static table = 'users'
((identifier) @setting
  (#word? @setting "table")
  (#set! setting.name "table"))

; static namingStrategy = new CamelCaseNamingStrategy()
((identifier) @setting
  (#word? @setting "namingStrategy")
  (#set! setting.name "names"))
