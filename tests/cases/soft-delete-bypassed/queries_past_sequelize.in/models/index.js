const { Sequelize, DataTypes } = require('sequelize');

const sequelize = new Sequelize(process.env.DATABASE_URL);
const User = sequelize.define('User', { email: DataTypes.STRING, deletedAt: DataTypes.DATE }, { tableName: 'users', paranoid: true });

module.exports = { sequelize, User };
