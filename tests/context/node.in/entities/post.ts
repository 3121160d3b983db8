import { Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm'
import { User } from './user'

@Entity('posts')
export class Post {
  @PrimaryGeneratedColumn() id: number
  @ManyToOne(() => User, (user) => user.posts, { onDelete: 'CASCADE' }) author: User
}
