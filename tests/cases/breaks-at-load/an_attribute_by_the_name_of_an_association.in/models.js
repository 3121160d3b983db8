const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL, { define: { timestamps: false } });

const User = sequelize.define('user', { email: DataTypes.STRING });
const Post = sequelize.define('post', { title: DataTypes.STRING, author: DataTypes.STRING });
Post.belongsTo(User, { as: 'author', foreignKey: 'user_id' });

module.exports = { Post, User };
