const { DataTypes } = require('sequelize');
const sequelize = require('../db');
module.exports = sequelize.define('User', { is_deleted: DataTypes.BOOLEAN }, { tableName: 'users' });
