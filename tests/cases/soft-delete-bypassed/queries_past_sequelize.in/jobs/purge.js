const knex = require('knex')({ client: 'pg' });
const { sequelize, User } = require('../models');

exports.raw = (id) => sequelize.query('DELETE FROM users WHERE id = :id', { replacements: { id } });
exports.bulk = (id) => sequelize.getQueryInterface().bulkDelete('users', { id });
exports.total = () => knex('users').count();
exports.close = (id) => User.destroy({ where: { id } });
exports.add = (user) => knex('users').insert(user);
