import { Entity, PrimaryKey, Property } from '@mikro-orm/core';

@Entity()
export class Book {
  @PrimaryKey()
  id!: number;

  @Property({ nullable: true })
  deletedAt?: Date;
}

@Entity()
export class Tag {
  @PrimaryKey()
  id!: number;
}
