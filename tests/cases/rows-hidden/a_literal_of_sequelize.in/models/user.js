module.exports = (sequelize, DataTypes) =>
  sequelize.define(
    'User',
    { archived: DataTypes.BOOLEAN },
    { tableName: 'users', defaultScope: { where: sequelize.literal('"User"."archived" = false') } },
  );
