const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL, { define: { underscored: true } });

const User = sequelize.define('user', { email: DataTypes.STRING }, { paranoid: true });
const Post = sequelize.define('post', { title: DataTypes.STRING });
Post.belongsTo(User, { foreignKey: 'user_id' });

module.exports = { Post, User };
