; How models of Sequelize reach each other, and what becomes of rows when the other side goes.
; https://sequelize.org/docs/v6/core-concepts/assocs/

; Post.belongsTo(User, { onDelete: 'CASCADE' })
((identifier) @relation
  (#word? @relation "belongsTo")
  (#set! relation.shape "call")
  (#set! relation.kind "belongs-to"))

((identifier) @relation
  (#word? @relation "hasOne")
  (#set! relation.shape "call")
  (#set! relation.kind "has-one"))

((identifier) @relation
  (#word? @relation "belongsToMany" "hasMany")
  (#set! relation.shape "call")
  (#set! relation.kind "has-many"))

; @BelongsTo(() => User, "userId") user: User
((identifier) @relation
  (#word? @relation "BelongsTo")
  (#set! relation.from "sequelize-typescript")
  (#set! relation.shape "decorator")
  (#set! relation.kind "belongs-to"))

((identifier) @relation
  (#word? @relation "HasOne")
  (#set! relation.from "sequelize-typescript")
  (#set! relation.shape "decorator")
  (#set! relation.kind "has-one"))

((identifier) @relation
  (#word? @relation "BelongsToMany" "HasMany")
  (#set! relation.from "sequelize-typescript")
  (#set! relation.shape "decorator")
  (#set! relation.kind "has-many"))
