exports.up = (knex) => knex.schema.alterTable('users', (table) => table.timestamp('removed_on'));
exports.down = (knex) => knex.schema.alterTable('users', (table) => table.dropColumn('removed_on'));
