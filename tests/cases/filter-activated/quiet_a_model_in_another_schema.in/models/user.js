module.exports = (sequelize, DataTypes) =>
  sequelize.define('User', { email: DataTypes.STRING }, { schema: 'crm', tableName: 'users', paranoid: true });
