const path = require('path');
const Sequelize = require('sequelize');
const config = require(path.join(__dirname, '/../config/config.json'))[process.env.NODE_ENV];

const sequelize = config.use_env_variable
  ? new Sequelize(process.env[config.use_env_variable], config)
  : new Sequelize(config.database, config.username, config.password, config);

module.exports = { User: require('./user')(sequelize, Sequelize.DataTypes) };
