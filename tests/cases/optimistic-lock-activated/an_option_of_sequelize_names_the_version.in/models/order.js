const { DataTypes } = require('sequelize');

module.exports = (db) => db.define('order', { total: DataTypes.INTEGER }, { version: true });
