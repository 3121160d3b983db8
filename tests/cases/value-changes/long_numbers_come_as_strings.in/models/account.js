module.exports = (sequelize, DataTypes) =>
  sequelize.define('Account', { balance: DataTypes.INTEGER }, { tableName: 'accounts', timestamps: false });
