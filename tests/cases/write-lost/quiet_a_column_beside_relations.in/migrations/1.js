exports.up = (knex) => knex.schema.alterTable('posts', (t) => t.string('byline'));
