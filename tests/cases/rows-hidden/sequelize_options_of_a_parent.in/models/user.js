const { DataTypes } = require('sequelize');
const Base = require('./base');

class User extends Base {
  static init(sequelize) {
    return super.init({ email: DataTypes.STRING }, { sequelize, tableName: 'users' });
  }
}
module.exports = User;
