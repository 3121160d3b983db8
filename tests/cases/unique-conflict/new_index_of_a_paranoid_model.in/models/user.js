const { DataTypes } = require('sequelize');

module.exports = (sequelize) =>
  sequelize.define('User', { email: DataTypes.STRING }, { tableName: 'users', paranoid: true });
