exports.up = (knex) => knex.schema.alterTable('users', (table) => table.timestamp('removed_at'));
exports.down = (knex) => knex.schema.alterTable('users', (table) => table.dropColumn('removed_at'));
