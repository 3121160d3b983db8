const { DataTypes } = require('sequelize');

module.exports = (db) =>
  db.define(
    'OldPage',
    { hidden: DataTypes.BOOLEAN },
    { defaultScope: { where: { hidden: false } } }
  );
