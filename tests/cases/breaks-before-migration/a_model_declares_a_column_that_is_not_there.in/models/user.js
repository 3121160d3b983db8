module.exports = (sequelize, DataTypes) =>
  sequelize.define('User', {
    email: DataTypes.STRING,
    nickname: DataTypes.STRING,
  }, { tableName: 'users', timestamps: false });
