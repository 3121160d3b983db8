; Ways past a delete date: what is not called soft deletes for good.
; https://typeorm.io/docs/working-with-entity-manager/repository-api/

; users.delete(id), users.remove(user), manager.delete(User, id)
((identifier) @bypass
  (#word? @bypass "clear" "delete" "remove")
  (#set! bypass.does "erases")
  (#set! bypass.by "rows")
  (#set! bypass.marked "yes"))

; users.upsert(values, ['email'])
((identifier) @bypass
  (#word? @bypass "upsert")
  (#set! bypass.does "trusts")
  (#set! bypass.by "rows"))
