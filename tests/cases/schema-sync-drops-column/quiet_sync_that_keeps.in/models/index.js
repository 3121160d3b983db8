const { Sequelize, DataTypes } = require('sequelize');

const sequelize = new Sequelize(process.env.DATABASE_URL);
const User = sequelize.define('User', { email: DataTypes.STRING }, { tableName: 'users' });
const Post = sequelize.define('Post', { legal_hold: DataTypes.BOOLEAN }, { tableName: 'posts' });

sequelize.sync({ alter: { drop: false } });
Post.sync();

module.exports = { sequelize, User, Post };
