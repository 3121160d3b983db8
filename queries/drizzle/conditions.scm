; Conditions of Drizzle.
; https://orm.drizzle.team/docs/operators

; isNull(users.deletedAt)
((identifier) @predicate
  (#word? @predicate "isNull")
  (#set! predicate.call "null"))

; eq(users.isDeleted, false)
((identifier) @predicate
  (#word? @predicate "eq")
  (#set! predicate.call "where"))

; ne(users.state, 'archived')
((identifier) @predicate
  (#word? @predicate "ne")
  (#set! predicate.call "where-not"))

; notInArray(users.state, ['archived'])
((identifier) @predicate
  (#word? @predicate "notInArray")
  (#set! predicate.call "not-in"))

; and(isNull(users.deletedAt), eq(users.active, true))
((identifier) @predicate
  (#word? @predicate "and")
  (#set! predicate.call "and"))
