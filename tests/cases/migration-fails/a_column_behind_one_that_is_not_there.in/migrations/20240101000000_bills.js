exports.up = (knex) =>
  knex.schema.createTable('bills', (table) => {
    table.increments();
    table.decimal('amount', 13, 3);
  });

exports.down = (knex) => knex.schema.dropTable('bills');
