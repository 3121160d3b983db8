; Queries of Kysely that read whole rows or store what they are given.
; https://kysely.dev/docs/getting-started

; db.selectFrom('users'), db.insertInto('users')
((identifier) @consumer
  (#word? @consumer "deleteFrom" "insertInto" "mergeInto" "replaceInto" "selectFrom" "updateTable")
  (#set! consumer.shape "query")
  (#set! consumer.of "table")
  (#set! consumer.chained "yes"))

; selectAll(), returningAll()
((identifier) @consumer
  (#word? @consumer "returningAll" "selectAll")
  (#set! consumer.shape "rows"))

; values(req.body), set(req.body)
((identifier) @consumer
  (#word? @consumer "set" "values")
  (#set! consumer.shape "stores"))
