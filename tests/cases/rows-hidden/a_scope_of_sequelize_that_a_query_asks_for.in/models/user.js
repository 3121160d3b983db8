const { DataTypes } = require('sequelize');
const sequelize = require('../db');

module.exports = sequelize.define('User', {
  email: DataTypes.STRING,
  active: DataTypes.BOOLEAN,
}, {
  tableName: 'users',
  timestamps: false,
  scopes: { active: { where: { active: true } }, named: { where: { email: 'a' } } },
});
