module.exports = (knex) => ({
  add: (email) => knex('users').insert({ email }),
  join: (email, tenant) => knex('users').insert({ email, tenant_id: tenant }),
});
