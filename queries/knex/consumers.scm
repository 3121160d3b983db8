; Queries of Knex that read whole rows or store what they are given.
; https://knexjs.org/guide/query-builder.html

; knex('users'), trx('users')
((identifier) @consumer
  (#word? @consumer "database" "db" "knex" "transaction" "trx")
  (#set! consumer.shape "rows")
  (#set! consumer.of "table")
  (#set! consumer.chained "yes"))

; knex.select().from('users'), knex.insert(values).into('users')
((identifier) @consumer
  (#word? @consumer "from" "into")
  (#set! consumer.shape "rows")
  (#set! consumer.of "table")
  (#set! consumer.chained "yes"))

; select('id'), returning('*')
((identifier) @consumer
  (#word? @consumer "column" "columns" "distinct" "pluck" "returning" "select")
  (#set! consumer.shape "names"))

; count(), insert(values)
((identifier) @consumer
  (#word? @consumer "avg" "columnInfo" "count" "countDistinct" "decrement" "del" "delete" "increment" "insert" "max" "min" "sum" "toQuery" "toSQL" "toString" "truncate" "update" "upsert")
  (#set! consumer.shape "none"))

; insert(req.body), update(req.body)
((identifier) @consumer
  (#word? @consumer "insert" "merge" "update" "upsert")
  (#set! consumer.shape "stores"))

; knex('users').insert({ email })
((identifier) @consumer
  (#word? @consumer "insert")
  (#set! consumer.shape "makes"))
