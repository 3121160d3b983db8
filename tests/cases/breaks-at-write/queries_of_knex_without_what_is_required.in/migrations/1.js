exports.up = (knex) => knex.schema.alterTable('users', (t) => t.integer('tenant_id').notNullable());
