exports.up = (knex) => knex.schema.createTable('posts', (table) => {
  table.increments();
  table.integer('user_id');
  table.timestamp('deleted_at');
});
