const { DataTypes } = require('sequelize');
const sequelize = require('../db');

module.exports = sequelize.define('Invoice', { total: DataTypes.INTEGER }, { paranoid: false });
