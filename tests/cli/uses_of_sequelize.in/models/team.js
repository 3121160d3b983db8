module.exports = (sequelize, DataTypes) => sequelize.define('Team', { nickname: DataTypes.STRING })
