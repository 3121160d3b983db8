const { DataTypes, Model } = require("sequelize");

class Session extends Model {}

module.exports = (sequelize) =>
  Session.init({ token: DataTypes.STRING }, { sequelize, tableName: "sessions" });
