exports.up = (knex) => knex.schema.dropTable('flags');

exports.down = (knex) => knex.schema.createTable('flags', (table) => table.increments());
