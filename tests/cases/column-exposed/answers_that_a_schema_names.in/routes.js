const knex = require('knex')({ client: 'pg' });
const User = { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } };

module.exports = async (fastify) => {
  fastify.get('/named', { schema: { response: { 200: { type: 'array', items: User } } } }, async () => {
    return knex('users').select('*');
  });
  fastify.route({
    method: 'GET',
    url: '/sent',
    schema: { response: { 200: User } },
    handler: async (request, reply) => {
      const user = await knex('users').where({ id: request.params.id }).first();
      reply.send(user);
    },
  });
  fastify.get('/open', { schema: { response: { 200: { type: 'object', additionalProperties: true } } } }, async () => {
    return knex('users').first();
  });
  fastify.get('/whole', async () => {
    return knex('users').select('*');
  });
};
