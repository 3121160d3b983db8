module.exports = (sequelize, DataTypes) =>
  sequelize.define('Comment', {
    body: DataTypes.TEXT,
    role: {
      type: DataTypes.STRING,
      validate: { len: [1, 20] },
      get() {
        return this.getDataValue('role') || 'public';
      },
    },
  });
