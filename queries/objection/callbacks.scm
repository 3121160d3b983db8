; What Objection runs by itself when rows are read, written or checked.
; https://vincit.github.io/objection.js/guide/hooks.html

; async $beforeInsert(context) { … }, static async beforeUpdate(args) { … }
((identifier) @event
  (#word? @event
    "$afterDelete" "$afterFind" "$afterInsert" "$afterUpdate" "$beforeDelete" "$beforeInsert"
    "$beforeUpdate" "afterDelete" "afterFind" "afterInsert" "afterUpdate" "beforeDelete"
    "beforeFind" "beforeInsert" "beforeUpdate")
  (#set! event.kind "hook")
  (#set! event.shape "method"))

; $formatDatabaseJson(json) { … }
((identifier) @event
  (#word? @event
    "$formatDatabaseJson" "$formatJson" "$parseDatabaseJson" "$parseJson")
  (#set! event.kind "override")
  (#set! event.shape "method"))

; $beforeValidate(schema, json, options) { … }
((identifier) @event
  (#word? @event "$afterValidate" "$beforeValidate")
  (#set! event.kind "validation")
  (#set! event.shape "method"))
