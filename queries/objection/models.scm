; Models of Objection.
; https://vincit.github.io/objection.js/guide/models.html

; class User extends Model {}
((identifier) @declare
  (#word? @declare "Model")
  (#set! declare.from "objection")
  (#set! declare.as "base"))

; static tableName = 'users'
((identifier) @setting
  (#word? @setting "tableName")
  (#set! setting.name "table"))

; static query(...args) { return super.query(...args).whereNull('deleted_at') }
((identifier) @setting
  (#word? @setting "query")
  (#set! setting.name "query"))

; knexSnakeCaseMappers(), snakeCaseMappers()
((identifier) @setting
  (#word? @setting "knexSnakeCaseMappers" "snakeCaseMappers")
  (#set! setting.name "snake-names"))

; static modifiers = { live: (query) => query.whereNull('deletedAt') }
((identifier) @setting
  (#word? @setting "modifiers")
  (#set! setting.name "modifiers"))

; static relationMappings = { author: { relation: Model.BelongsToOneRelation, … } }
((identifier) @setting
  (#word? @setting "relationMappings")
  (#set! setting.name "relations"))
