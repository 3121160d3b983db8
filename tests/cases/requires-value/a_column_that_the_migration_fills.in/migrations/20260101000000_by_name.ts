import { Kysely } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('grants').addColumn('flag', 'varchar(255)').execute();
  await db
    .updateTable('grants')
    .set((eb) => ({ flag: eb.ref('flag_id') }))
    .execute();
  await db.schema.alterTable('grants').dropConstraint('unique_grants_team').execute();
  await db.schema
    .alterTable('grants')
    .alterColumn('flag', (col) => col.setNotNull())
    .execute();
  await db.schema.alterTable('grants').addUniqueConstraint('unique_grants_team', ['team_id', 'flag']).execute();
}
