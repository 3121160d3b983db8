import { Kysely } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('grants').dropConstraint('unique_grants_team').execute();
  await db.schema.alterTable('grants').addUniqueConstraint('unique_grants_team', ['team_id', 'flag']).execute();
}
