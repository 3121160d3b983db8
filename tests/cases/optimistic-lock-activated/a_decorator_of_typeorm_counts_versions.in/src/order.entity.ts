import { Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn()
  id: number;

  @VersionColumn()
  version: number;
}
