; Queries of Drizzle that read whole rows or store what they are given.
; https://orm.drizzle.team/docs/select

; db.select().from(users)
((identifier) @consumer
  (#word? @consumer "from")
  (#set! consumer.shape "query")
  (#set! consumer.of "argument")
  (#set! consumer.chained "yes"))

; db.insert(users), db.update(users)
((identifier) @consumer
  (#word? @consumer "delete" "insert" "update")
  (#set! consumer.shape "query")
  (#set! consumer.of "argument")
  (#set! consumer.chained "yes"))

; db.select({ id: users.id }), returning()
((identifier) @consumer
  (#word? @consumer "returning" "select" "selectDistinct")
  (#set! consumer.shape "names"))

; db.query.users.findMany({ columns: { id: true } })
((identifier) @consumer
  (#word? @consumer "findFirst" "findMany")
  (#set! consumer.shape "rows")
  (#set! consumer.options "columns"))

; values(req.body), set(req.body)
((identifier) @consumer
  (#word? @consumer "set" "values")
  (#set! consumer.shape "stores"))

; db.select().from(users).where(isNull(users.deletedAt))
((identifier) @consumer
  (#word? @consumer "where")
  (#set! consumer.shape "filters"))

; db.insert(users).values({ email })
((identifier) @consumer
  (#word? @consumer "values")
  (#set! consumer.shape "makes"))
