const bookshelf = require('../bookshelf');

const User = bookshelf.Model.extend({ tableName: 'users', softDelete: true });
const Guest = bookshelf.model('Guest', { tableName: 'users' });

module.exports = { User, Guest };
