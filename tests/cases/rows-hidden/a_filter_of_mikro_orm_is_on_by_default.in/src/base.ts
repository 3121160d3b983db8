import { Filter, PrimaryKey, Property } from '@mikro-orm/core';

@Filter({ name: 'live', cond: { pageState: { $ne: 'archived' } }, default: true })
export abstract class Base {
  @PrimaryKey() id!: number;
  @Property({ nullable: true }) pageState?: string;
}
