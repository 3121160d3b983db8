exports.up = (knex) => knex.schema.alterTable('users', (t) => {
  t.renameColumn('nickname', 'handle');
});
