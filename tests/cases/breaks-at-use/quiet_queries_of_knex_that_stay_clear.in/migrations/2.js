exports.up = (knex) => knex.schema.alterTable('users', (table) => table.timestamp('deleted_at'));
