const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL, { define: { timestamps: false } });

exports.Post = sequelize.define(
  'post',
  { title: DataTypes.STRING, status: { type: DataTypes.STRING, defaultValue: 'published' } },
  { defaultScope: { where: { status: 'published' } } }
);
