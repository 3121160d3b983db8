const { DataTypes } = require('sequelize');
const sequelize = require('../db');

const Invoice = sequelize.define(
  'Invoice',
  { total: DataTypes.INTEGER, deletedAt: DataTypes.DATE },
  { paranoid: false }
);

Invoice.everything = () => Invoice.findAll({ paranoid: true });

module.exports = Invoice;
