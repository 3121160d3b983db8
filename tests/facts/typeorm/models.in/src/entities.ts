import {
  ChildEntity, Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryGeneratedColumn, Tree,
  TreeParent, TableInheritance, VersionColumn, ViewColumn, ViewEntity,
} from 'typeorm';
import { Money } from './money';

export class Address {
  @Column() street: string;
  @Column({ name: 'zip' }) postalCode: string;
}

@Entity('people')
export class Person {
  @PrimaryGeneratedColumn() id: number;
  @Column(() => Address) home: Address;
  @Column(() => Address, { prefix: false }) work: Address;
  @Column('varchar', { nullable: true, select: false }) secret: string | null;
  @OneToOne(() => Account) @JoinColumn({ name: 'account' }) account: Account;
  @OneToOne(() => Account, (other) => other.owner) owned: Account;
  @VersionColumn() version: number;
}

@Entity()
export class Account {
  @PrimaryGeneratedColumn() key: number;
  @ManyToOne(() => Person) owner: Person;
  @Column() ownerId: number;
  @ManyToOne(() => Account) parent: Account;
  @Money({ nullable: true }) balance: number;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
export class Content {
  @PrimaryGeneratedColumn() id: number;
}

@ChildEntity()
export class Photo extends Content {
  @Column() size: string;
}

@ChildEntity()
export class Question extends Content {
  @Column() answers: number;
}

@Entity()
@Tree('materialized-path')
export class Category {
  @PrimaryGeneratedColumn() id: number;
  @TreeParent() parent: Category;
}

@ViewEntity({ name: 'active_people', expression: '…' })
export class ActivePerson {
  @ViewColumn() id: number;
}
