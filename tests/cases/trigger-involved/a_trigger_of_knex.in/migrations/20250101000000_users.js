exports.up = (knex) => knex.schema.createTable('users', (t) => {
  t.increments();
  t.string('nickname');
  t.specificType('search', 'tsvector');
});
