import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Exclude } from 'class-transformer';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn() id: number;
  @Column() email: string;
  @Exclude() @Column({ nullable: true }) api_token: string;
  @Column({ nullable: true }) pin: string;
}
