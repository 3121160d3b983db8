const { DataTypes } = require('sequelize');

module.exports = (sequelize) => {
  sequelize.define('User', { updatedAt: DataTypes.DATE }, { tableName: 'users', timestamps: false });
  sequelize.define('Guest', { name: DataTypes.TEXT }, { tableName: 'users', updatedAt: 'changed_at' });
};
