module.exports = (sequelize, DataTypes) => {
  const User = sequelize.define(
    'User',
    { email: DataTypes.STRING, isDeleted: { type: DataTypes.BOOLEAN, field: 'is_deleted' } },
    { timestamps: false, defaultScope: { where: { isDeleted: false } } }
  );
  return User;
};
