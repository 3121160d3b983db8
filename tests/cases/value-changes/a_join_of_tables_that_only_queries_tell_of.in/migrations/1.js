exports.up = (knex) => knex.schema.alterTable('users', (table) => table.text('title'));
