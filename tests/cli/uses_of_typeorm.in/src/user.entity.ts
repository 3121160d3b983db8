import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

@Entity('users')
export class User {
  @PrimaryGeneratedColumn()
  id: number

  @Column({ name: 'nick_name', nullable: true })
  nickName?: string

  get label() {
    return this.nickName ?? 'nobody'
  }
}
