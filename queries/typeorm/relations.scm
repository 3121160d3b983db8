; How entities of TypeORM reach each other, and what becomes of rows when the other side goes.
; https://typeorm.io/docs/relations/relations

; @ManyToOne(() => User, (user) => user.posts, { onDelete: 'CASCADE' }) author: User
((identifier) @relation
  (#word? @relation "ManyToOne")
  (#set! relation.from "typeorm")
  (#set! relation.shape "decorator")
  (#set! relation.kind "belongs-to"))

((identifier) @relation
  (#word? @relation "OneToOne")
  (#set! relation.from "typeorm")
  (#set! relation.shape "decorator")
  (#set! relation.kind "has-one"))

((identifier) @relation
  (#word? @relation "ManyToMany" "OneToMany")
  (#set! relation.from "typeorm")
  (#set! relation.shape "decorator")
  (#set! relation.kind "has-many"))
