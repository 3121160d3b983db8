exports.up = (knex) =>
  knex.schema.alterTable('bills', (table) => {
    table.decimal('discount', 10, 2).after('amount');
    table.string('discount_type').after('discount');
    table.decimal('adjustment', 10, 2).after('credited_amount');
  });

exports.down = (knex) => knex.schema.alterTable('bills', (table) => table.dropColumns('discount', 'discount_type', 'adjustment'));
