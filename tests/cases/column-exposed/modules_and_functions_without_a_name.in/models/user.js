const { DataTypes } = require('sequelize');
const sequelize = require('../db');

module.exports = sequelize.define('User', {
  email: DataTypes.STRING,
  mfaSecret: DataTypes.TEXT,
}, { tableName: 'users', timestamps: false });
