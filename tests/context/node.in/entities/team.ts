import { Entity, OneToMany, PrimaryGeneratedColumn } from 'typeorm'
import { User } from './user'

@Entity('teams')
export class Team {
  @PrimaryGeneratedColumn() id: number
  @OneToMany(() => User, (user) => user.team) users: User[]
}
