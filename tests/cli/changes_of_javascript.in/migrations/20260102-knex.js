exports.up = (knex) =>
  knex.schema.alterTable("users", (table) => {
    table.string("plan").notNullable().defaultTo("free");
    table.dropColumn("nickname");
    table.bigInteger("age").alter();
    table.unique(["email", "teamId"]);
  });
