; Entities of TypeORM.
; https://typeorm.io/docs/entity/entities

; @Entity('users') class User {}
((identifier) @declare
  (#word? @declare "Entity")
  (#set! declare.from "typeorm")
  (#set! declare.as "entity"))

; @ViewEntity({ name: 'active_users' }) class ActiveUser {}
((identifier) @declare
  (#word? @declare "ViewEntity")
  (#set! declare.from "typeorm")
  (#set! declare.as "entity"))

; @ChildEntity() class Photo extends Content {}
((identifier) @declare
  (#word? @declare "ChildEntity")
  (#set! declare.from "typeorm")
  (#set! declare.as "child"))

; @TableInheritance({ column: { name: 'kind' } })
((identifier) @declare
  (#word? @declare "TableInheritance")
  (#set! declare.from "typeorm")
  (#set! declare.as "inheritance"))

; @Column('varchar', { name: 'e_mail' }) email: string
((identifier) @declare
  (#word? @declare "Column" "ViewColumn" "ObjectIdColumn")
  (#set! declare.from "typeorm")
  (#set! declare.as "column"))

; @PrimaryColumn() id: string
((identifier) @declare
  (#word? @declare "PrimaryColumn" "PrimaryGeneratedColumn")
  (#set! declare.from "typeorm")
  (#set! declare.as "primary-column"))

; @CreateDateColumn() createdAt: Date
((identifier) @declare
  (#word? @declare "CreateDateColumn" "UpdateDateColumn")
  (#set! declare.from "typeorm")
  (#set! declare.as "stamp"))

; @DeleteDateColumn({ name: 'deleted_at' }) deletedAt: Date
((identifier) @declare
  (#word? @declare "DeleteDateColumn")
  (#set! declare.from "typeorm")
  (#set! declare.as "deleted"))

; @VersionColumn() version: number
((identifier) @declare
  (#word? @declare "VersionColumn")
  (#set! declare.from "typeorm")
  (#set! declare.as "version"))

; @ManyToOne(() => User) author: User
((identifier) @declare
  (#word? @declare "ManyToOne")
  (#set! declare.from "typeorm")
  (#set! declare.as "many-to-one"))

; @OneToOne(() => Profile) @JoinColumn() profile: Profile
((identifier) @declare
  (#word? @declare "OneToOne")
  (#set! declare.from "typeorm")
  (#set! declare.as "one-to-one"))

; @JoinColumn({ name: 'author_id' })
((identifier) @declare
  (#word? @declare "JoinColumn")
  (#set! declare.from "typeorm")
  (#set! declare.as "join-column"))

; @TreeParent() parent: Category
((identifier) @declare
  (#word? @declare "TreeParent")
  (#set! declare.from "typeorm")
  (#set! declare.as "tree-parent"))

; @Tree('materialized-path') class Category {}
((identifier) @declare
  (#word? @declare "Tree")
  (#set! declare.from "typeorm")
  (#set! declare.as "tree"))

; export const User = new EntitySchema({ name: 'user', columns: { … } })
((identifier) @declare
  (#word? @declare "EntitySchema")
  (#set! declare.from "typeorm")
  (#set! declare.as "schema"))

; new DataSource({ namingStrategy: new SnakeNamingStrategy() })
((identifier) @setting
  (#word? @setting "SnakeNamingStrategy" "SnakeCaseNamingStrategy")
  (#set! setting.name "snake-names"))

((identifier) @setting
  (#word? @setting "DefaultNamingStrategy")
  (#set! setting.name "default-names"))
