import { Entity, Filter, PrimaryKey, Property } from '@mikro-orm/core';

@Entity({ tableName: 'books' })
@Filter({ name: 'active', cond: { active: true } })
export class Book {
  @PrimaryKey() id!: number;
  @Property({ nullable: true }) active?: boolean;
}
