; The parts of a query of Knex that name columns as SQL does, or join other tables.
; https://knexjs.org/guide/query-builder.html

; knex('posts').join('users', 'users.id', 'posts.user_id')
((identifier) @clause
  (#word? @clause "crossJoin" "fullOuterJoin" "innerJoin" "join" "leftJoin" "leftOuterJoin" "rightJoin" "rightOuterJoin")
  (#set! clause.of "join"))

; .whereNull('deleted_at')
((identifier) @clause
  (#word? @clause "andWhere" "andWhereNot" "having" "orWhere" "orWhereIn" "orWhereNot" "orWhereNotNull"
    "orWhereNull" "where" "whereBetween" "whereILike" "whereIn" "whereLike" "whereNot" "whereNotBetween" "whereNotIn"
    "whereNotNull" "whereNull")
  (#set! clause.of "condition"))

; .whereRaw('deleted_at IS NULL'), .orderByRaw('lower(title)')
((identifier) @clause
  (#word? @clause "andWhereRaw" "groupByRaw" "havingRaw" "joinRaw" "orWhereRaw" "orderByRaw" "whereRaw")
  (#set! clause.of "statement"))

; .orderBy('title'), .groupBy('status')
((identifier) @clause
  (#word? @clause "groupBy" "orderBy")
  (#set! clause.of "order"))

; .select('posts.id', 'title')
((identifier) @clause
  (#word? @clause "avg" "column" "columns" "count" "distinct" "first" "max" "min" "pluck" "select" "sum")
  (#set! clause.of "columns"))
