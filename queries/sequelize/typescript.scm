; Models of sequelize-typescript, and of the decorators that Sequelize 7 has itself.
; https://github.com/sequelize/sequelize-typescript

; @Table({ paranoid: true }) class User extends Model {}
((identifier) @declare
  (#word? @declare "Table")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "class"))

; @Column(DataType.STRING) name: string
((identifier) @declare
  (#word? @declare "Column" "Attribute")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "column"))

; @PrimaryKey @Column id: number
((identifier) @declare
  (#word? @declare "PrimaryKey")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "primary-key"))

((identifier) @declare
  (#word? @declare "AllowNull")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "nullable"))

((identifier) @declare
  (#word? @declare "NotNull")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "not-null"))

((identifier) @declare
  (#word? @declare "Unique")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "unique"))

((identifier) @declare
  (#word? @declare "Default")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "default"))

; @ColumnName('deleted_at')
((identifier) @declare
  (#word? @declare "ColumnName")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "column-name"))

((identifier) @declare
  (#word? @declare "CreatedAt")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "createdAt"))

((identifier) @declare
  (#word? @declare "UpdatedAt")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "updatedAt"))

((identifier) @declare
  (#word? @declare "DeletedAt")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "deletedAt"))

; @Version version: number
((identifier) @declare
  (#word? @declare "Version")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "version"))

; @BelongsTo(() => User, 'userId') user: User
((identifier) @declare
  (#word? @declare "BelongsTo")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "belongs-to"))

; @HasMany(() => Post, 'userId') posts: Post[]
((identifier) @declare
  (#word? @declare "HasMany" "HasOne")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "has-many"))

; @BelongsToMany(() => Group, () => GroupUser) groups: Group[]
((identifier) @declare
  (#word? @declare "BelongsToMany")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "many-to-many"))

; @DefaultScope(() => ({ where: { active: true } }))
((identifier) @declare
  (#word? @declare "DefaultScope")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.as "default-scope"))

; @BeforeFind static visible(options) { … }
((identifier) @declare
  (#word? @declare "BeforeFind")
  (#set! declare.from "sequelize-typescript")
  (#set! declare.from "@sequelize/core/decorators-legacy")
  (#set! declare.as "before-find"))
