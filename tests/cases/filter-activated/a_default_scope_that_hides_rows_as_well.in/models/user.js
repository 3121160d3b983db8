const { DataTypes } = require('sequelize');
const sequelize = require('../db');

module.exports = sequelize.define('User', {
  email: DataTypes.STRING,
  active: DataTypes.BOOLEAN,
}, {
  tableName: 'users',
  timestamps: false,
  defaultScope: { where: { active: true } },
});
