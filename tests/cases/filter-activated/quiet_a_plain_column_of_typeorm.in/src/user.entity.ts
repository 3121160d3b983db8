import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { DeleteDateColumn } from './audit';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'deleted_at', nullable: true })
  deletedAt?: Date;

  @DeleteDateColumn()
  audited: Date;
}
