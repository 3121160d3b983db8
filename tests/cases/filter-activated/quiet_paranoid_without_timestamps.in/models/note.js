const { DataTypes } = require('sequelize');

module.exports = (sequelize) =>
  sequelize.define('note', { deletedAt: DataTypes.DATE }, { paranoid: true, timestamps: false });
