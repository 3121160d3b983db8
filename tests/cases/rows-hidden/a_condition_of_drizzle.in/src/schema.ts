import { pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  email: text('email'),
  deletedAt: timestamp('deleted_at').defaultNow(),
});
