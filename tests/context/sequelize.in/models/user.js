const { DataTypes, Model } = require('sequelize');
const Temporal = require('sequelize-temporal');
const sequelize = require('../db');

class User extends Model {}

User.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true },
    TeamId: {
      type: DataTypes.INTEGER,
      references: { model: 'Teams', key: 'id' },
      onDelete: 'CASCADE',
    },
    email: { type: DataTypes.STRING, allowNull: false },
  },
  { sequelize, tableName: 'Users', timestamps: false, hooks: { beforeDestroy: archive } },
);

Temporal(User, sequelize);

module.exports = User;
