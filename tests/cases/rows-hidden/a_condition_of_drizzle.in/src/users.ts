import { and, eq, isNull } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';

export const all = () => db.select().from(users);
export const live = (email: string) =>
  db.select().from(users).where(and(eq(users.email, email), isNull(users.deletedAt)));
