const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL, { define: { timestamps: false } });

const Post = sequelize.define('post', { title: DataTypes.STRING });
const Reply = sequelize.define('reply', { hidden: DataTypes.BOOLEAN }, { defaultScope: { where: { hidden: false } } });
Post.hasMany(Reply, { as: 'replies', foreignKey: 'post_id' });

module.exports = { Post, Reply };
