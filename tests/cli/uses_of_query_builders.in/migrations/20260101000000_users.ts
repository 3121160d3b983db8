import { Kysely } from 'kysely'

export async function up(db: Kysely<any>) {
  await db.schema
    .createTable('users')
    .addColumn('id', 'serial', (column) => column.primaryKey())
    .addColumn('nickname', 'text')
    .execute()
  await db.schema
    .createTable('teams')
    .addColumn('id', 'serial', (column) => column.primaryKey())
    .addColumn('nickname', 'text')
    .execute()
}
