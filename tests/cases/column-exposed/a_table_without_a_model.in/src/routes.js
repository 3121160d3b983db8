module.exports = (app, knex) => {
  app.get('/users', async (req, res) => {
    const rows = await knex('users').where('active', true).orderBy('id');
    res.json({ rows });
  });
  app.get('/report', async (req, res) => {
    const { rows } = await knex.raw('SELECT * FROM users WHERE id > ?', [1]);
    res.send(rows);
  });
  app.get('/names', async (req, res) => res.json(await knex('users').select('id', 'name')));
  app.get('/count', async (req, res) => res.json(await knex('users').count('id')));
};
