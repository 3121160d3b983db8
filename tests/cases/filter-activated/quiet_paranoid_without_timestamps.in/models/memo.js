const { DataTypes } = require('sequelize');

module.exports = (sequelize) =>
  sequelize.define(
    'memo',
    { text: DataTypes.TEXT, deletedAt: DataTypes.DATE },
    { tableName: 'notes', paranoid: true, deletedAt: 'archivedOn' }
  );
