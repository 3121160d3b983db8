import { Migration } from '@mikro-orm/migrations';

export class Migration20260101000000 extends Migration {
  async up() {
    this.addSql('alter table "books" add column "active" boolean null;');
  }
}
