import { Entity, Property } from '@mikro-orm/postgresql';
import { Base } from './base';

@Entity()
export class BlogPage extends Base {
  @Property() title!: string;
}
