module.exports = (sequelize, DataTypes) =>
  sequelize.define('User', {
    email: DataTypes.STRING,
    nickname: {
      type: DataTypes.VIRTUAL,
      get() { return this.email.split('@')[0]; },
    },
  }, { tableName: 'users', timestamps: false });
