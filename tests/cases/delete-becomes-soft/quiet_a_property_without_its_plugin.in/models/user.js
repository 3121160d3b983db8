const knex = require('knex')({ client: 'pg' });
const bookshelf = require('bookshelf')(knex);

module.exports = bookshelf.model('User', { tableName: 'users', softDelete: true });
