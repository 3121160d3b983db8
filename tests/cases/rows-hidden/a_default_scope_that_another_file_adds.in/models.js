const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL);

const Comment = sequelize.define('comment', { body: DataTypes.TEXT, approved: DataTypes.BOOLEAN });
const Reply = sequelize.define('reply', { approved: DataTypes.BOOLEAN }, { tableName: 'comments' });

Reply.addHook('beforeFind', (options) => {
  options.where = { ...options.where, approved: true };
});

module.exports = { Comment, Reply };
