module.exports = (sequelize, DataTypes) =>
  sequelize.define('order', { total: DataTypes.INTEGER }, { timestamps: false, version: true });
