const knex = require('knex')({ client: 'pg' });
const bookshelf = require('bookshelf')(knex);

bookshelf.plugin(require('bookshelf-paranoia'), { field: 'removed_on' });

module.exports = bookshelf;
