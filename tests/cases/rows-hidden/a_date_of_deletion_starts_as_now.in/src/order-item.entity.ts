import { Column, Entity } from 'typeorm';
import { BaseRecord } from './base.entity';

@Entity()
export class OrderItem extends BaseRecord {
  @Column({ default: 1 }) amount: number;
}
