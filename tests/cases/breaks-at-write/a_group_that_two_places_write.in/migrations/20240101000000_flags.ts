import { Kysely } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('grants')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('flag', 'varchar(255)')
    .addColumn('flag_id', 'integer')
    .addColumn('team_id', 'integer')
    .addUniqueConstraint('unique_grants_team', ['flag_id', 'team_id'])
    .execute();
}
