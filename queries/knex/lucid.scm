; Migrations of Lucid, whose schema builder is Knex's.
; https://lucid.adonisjs.com/docs/migrations

; export default class extends BaseSchema {…}
((identifier) @migration
  (#word? @migration "BaseSchema" "@adonisjs/lucid/schema" "@ioc:Adonis/Lucid/Schema"))

; this.defer(async (db) => {…})
((identifier) @control
  (#word? @control "defer")
  (#set! control.of "up"))
