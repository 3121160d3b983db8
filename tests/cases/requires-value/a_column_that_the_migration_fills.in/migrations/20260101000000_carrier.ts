import { Kysely } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('parcels').addColumn('carrier', 'varchar(255)').execute();
  await db.updateTable('parcels').set({ carrier: 'post' }).execute();
  await db.schema
    .alterTable('parcels')
    .alterColumn('carrier', (col) => col.setNotNull())
    .execute();
}
