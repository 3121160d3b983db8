; How tables of Drizzle reach each other, and what becomes of rows when the other side goes.
; https://orm.drizzle.team/docs/relations-v2#foreign-keys

; integer('author_id').references(() => users.id, { onDelete: 'cascade' })
((identifier) @relation
  (#word? @relation "references")
  (#set! relation.shape "key")
  (#set! relation.kind "belongs-to")
  (#set! relation.at "0")
  (#set! relation.on-delete "onDelete"))
