exports.all = (knex) => knex('tokens').select('secret');
