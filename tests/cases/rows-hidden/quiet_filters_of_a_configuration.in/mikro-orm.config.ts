import { defineConfig } from '@mikro-orm/postgresql';

export default defineConfig({
  entities: ['dist/**/*.js'],
  filters: {
    live: { cond: { deletedAt: null }, default: false },
    tagged: { cond: { deletedAt: null }, entity: ['Tag'] },
  },
});
