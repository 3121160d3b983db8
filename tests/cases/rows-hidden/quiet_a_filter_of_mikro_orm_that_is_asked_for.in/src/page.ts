import { Entity, Filter, PrimaryKey, Property } from '@mikro-orm/core';

@Entity({ tableName: 'pages' })
@Filter({ name: 'live', cond: { state: { $ne: 'archived' } } })
export class Page {
  @PrimaryKey() id!: number;
  @Property({ nullable: true }) state?: string;
}
