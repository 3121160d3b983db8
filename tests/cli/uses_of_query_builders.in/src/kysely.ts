import { db } from './database'

export async function list() {
  const rows = await db
    .selectFrom('users as u')
    .innerJoin('teams as t', 't.nickname', 'u.nickname')
    .where('u.nickname', 'is not', null)
    .select(['u.id', 'u.nickname'])
    .execute()
  for (const { id, nickname } of rows) console.log(id, nickname)
}

export const clear = (id: number) =>
  db.updateTable('users').set({ nickname: null }).where('id', '=', id).execute()

export const clearTeam = (id: number) =>
  db.updateTable('teams').set({ nickname: null }).where('id', '=', id).execute()
