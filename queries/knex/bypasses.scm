; Queries of Knex know no model, and so neither its filter nor its deletes.
; https://knexjs.org/guide/query-builder.html

; knex('users').where({ id }).del()
((identifier) @bypass
  (#word? @bypass "del" "delete" "truncate")
  (#set! bypass.does "erases")
  (#set! bypass.by "builder"))

; knex('users').insert(values)
((identifier) @bypass
  (#word? @bypass "insert" "into")
  (#set! bypass.does "adds")
  (#set! bypass.by "builder"))

; knex.raw('SELECT * FROM users'), db.rawQuery('…')
((identifier) @bypass
  (#word? @bypass "raw" "rawQuery")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))
