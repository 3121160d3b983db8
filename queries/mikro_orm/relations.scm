; How entities of MikroORM reach each other, and what becomes of rows when the other side goes.
; https://mikro-orm.io/docs/relationships

; @ManyToOne(() => User, { deleteRule: 'cascade' }) author: User
((identifier) @relation
  (#word? @relation "ManyToOne")
  (#set! relation.from "@mikro-orm/core")
  (#set! relation.shape "decorator")
  (#set! relation.kind "belongs-to"))

((identifier) @relation
  (#word? @relation "OneToOne")
  (#set! relation.from "@mikro-orm/core")
  (#set! relation.shape "decorator")
  (#set! relation.kind "has-one"))

((identifier) @relation
  (#word? @relation "ManyToMany" "OneToMany")
  (#set! relation.from "@mikro-orm/core")
  (#set! relation.shape "decorator")
  (#set! relation.kind "has-many"))
