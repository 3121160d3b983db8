exports.up = (knex) => knex.schema.alterTable('users', (t) => t.boolean('removed'));
