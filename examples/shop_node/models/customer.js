const { DataTypes, Model } = require("sequelize");
const sequelize = require("../database");

class Customer extends Model {}

Customer.init(
  {
    email: DataTypes.STRING,
    deletedAt: DataTypes.DATE,
  },
  { sequelize, tableName: "customers", underscored: true, paranoid: true },
);

module.exports = Customer;
