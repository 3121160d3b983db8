const { DataTypes } = require('sequelize');
const sequelize = require('../db');

module.exports = sequelize.define('OrderItem', { amount: DataTypes.INTEGER });
