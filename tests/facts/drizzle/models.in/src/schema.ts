import { integer, pgSchema, pgTable, pgTableCreator, serial, text, timestamp } from 'drizzle-orm/pg-core';

const stamps = { createdAt: timestamp('created_at').defaultNow().notNull() };
const audit = pgSchema('audit');
const prefixed = pgTableCreator((name) => `app_${name}`);

export const users = pgTable('people', {
  id: serial('id').primaryKey(),
  email: text('e_mail').notNull().unique(),
  nickname: text(),
  ...stamps,
});

export const posts = pgTable('posts', (t) => ({ id: t.serial(), authorId: t.integer('author_id').references(() => users.id) }));
export const auditUsers = audit.table('users', { id: integer('id') });
export const appUsers = prefixed('users', { id: integer('id').default(1) }).enableRLS();
export const columns = { id: integer('id') };
