import {
  AfterLoad, BeforeInsert, Column, DeleteDateColumn, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn,
} from 'typeorm'
import { Post } from './post'
import { Team } from './team'

@Entity('users')
export class User {
  @PrimaryGeneratedColumn() id: number
  @Column() email: string
  @DeleteDateColumn({ name: 'deleted_at' }) deletedAt: Date

  @ManyToOne(() => Team, (team) => team.users, { onDelete: 'SET NULL' }) team: Team
  @OneToMany(() => Post, (post) => post.author) posts: Post[]

  @BeforeInsert()
  normalize() {}

  @AfterLoad()
  remember() {}
}
