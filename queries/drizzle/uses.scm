; What queries of Drizzle do with the columns of the tables that they are given.
; https://orm.drizzle.team/docs/select

; db.insert(users).values({ nickname })
((identifier) @query
  (#word? @query "insert" "update" "delete" "from" "getTableColumns" "$count")
  (#set! query.gives "rows")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "onConflictDoUpdate" "onConflictDoNothing" "$dynamic" "prepare" "all")
  (#set! query.gives "same")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "extras")
  (#set! query.gives "keys")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "columns" "with")
  (#set! query.gives "keys")
  (#set! query.how "select"))
