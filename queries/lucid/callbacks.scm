; What Lucid runs by itself when rows are read or written.
; https://lucid.adonisjs.com/docs/model-hooks

; @beforeSave() static async hash(user: User) { … }
((identifier) @event
  (#word? @event
    "afterCreate" "afterDelete" "afterFetch" "afterFind" "afterPaginate" "afterSave" "afterUpdate"
    "beforeCreate" "beforeDelete" "beforeFetch" "beforeFind" "beforePaginate" "beforeSave"
    "beforeUpdate")
  (#set! event.from "@adonisjs/lucid/orm")
  (#set! event.from "@ioc:Adonis/Lucid/Orm")
  (#set! event.kind "hook")
  (#set! event.shape "decorator"))
