import { db } from './db';

export const loadFlags = (ids: number[]) => db.selectFrom('flags').selectAll().where('id', 'in', ids).execute();
