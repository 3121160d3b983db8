import { Kysely } from 'kysely';

export const up = (db: Kysely<any>) =>
  db.schema.createTable('parcels').addColumn('id', 'integer', (col) => col.primaryKey()).execute();
