exports.up = (knex) => knex.schema.table('users', (table) => table.text('api_token'));
