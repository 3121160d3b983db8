const { DataTypes } = require('sequelize');
const sequelize = require('../db');

module.exports = sequelize.define('User', {
  email: DataTypes.STRING,
  isAdmin: DataTypes.BOOLEAN,
}, { tableName: 'users', timestamps: false });
