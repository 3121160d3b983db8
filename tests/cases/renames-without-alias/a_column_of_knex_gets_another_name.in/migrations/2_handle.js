exports.up = (knex) =>
  knex.schema.alterTable("users", (table) => {
    table.renameColumn("name", "handle");
  });

exports.down = (knex) =>
  knex.schema.alterTable("users", (table) => {
    table.renameColumn("handle", "name");
  });
