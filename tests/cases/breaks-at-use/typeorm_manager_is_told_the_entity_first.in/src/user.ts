import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn() id: number;
  @Column() email: string;
}

@Entity('teams')
export class Team {
  @PrimaryGeneratedColumn() id: number;
  @Column() nickname: string;
}
