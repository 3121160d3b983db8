; Tables that follow the entities whenever the application starts.
; https://mikro-orm.io/docs/schema-generator

; orm.schema.updateSchema(); `safe: true` takes nothing away
((identifier) @sync
  (#word? @sync "updateSchema")
  (#set! sync.by "call")
  (#set! sync.safe "safe"))
