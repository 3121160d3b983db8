import { db } from './db';

export const grant = (flag: string, team: number) =>
  db.insertInto('grants').values({ flag, team_id: team }).execute();

export const move = (flag: string, team: number) =>
  db.updateTable('grants').set({
    team_id: team,
    flag,
  }).execute();
