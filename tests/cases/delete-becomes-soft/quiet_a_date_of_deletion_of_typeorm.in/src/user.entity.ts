import { DeleteDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: 'users' })
export class User {
  @PrimaryGeneratedColumn()
  id: number;

  @DeleteDateColumn({ name: 'deleted_at' })
  deletedAt?: Date;
}
