; Conditions of knex, which Objection and Lucid have too.
; https://knexjs.org/guide/query-builder.html#where-clauses

; query.where('active', true), query.where({ active: true })
((identifier) @predicate
  (#word? @predicate "where" "andWhere")
  (#set! predicate.call "where"))

; query.whereNot('state', 'archived')
((identifier) @predicate
  (#word? @predicate "whereNot" "andWhereNot")
  (#set! predicate.call "where-not"))

; query.whereNull('deleted_at')
((identifier) @predicate
  (#word? @predicate "whereNull")
  (#set! predicate.call "null"))

; query.whereNotNull('published_at')
((identifier) @predicate
  (#word? @predicate "whereNotNull")
  (#set! predicate.call "not-null"))

; query.whereIn('state', ['live'])
((identifier) @predicate
  (#word? @predicate "whereIn")
  (#set! predicate.call "in"))

; query.whereNotIn('state', ['archived'])
((identifier) @predicate
  (#word? @predicate "whereNotIn")
  (#set! predicate.call "not-in"))
