module.exports = (sequelize, DataTypes) =>
  sequelize.define('Account', { email: DataTypes.STRING }, { tableName: 'users', timestamps: false });
