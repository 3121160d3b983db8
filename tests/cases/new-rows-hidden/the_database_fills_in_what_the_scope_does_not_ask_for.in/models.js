const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL, { define: { timestamps: false } });

exports.Post = sequelize.define(
  'post',
  { title: DataTypes.STRING, status: DataTypes.STRING },
  { defaultScope: { where: { status: 'published' } } }
);
