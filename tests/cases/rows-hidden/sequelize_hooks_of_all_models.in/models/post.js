const { DataTypes } = require('sequelize');
const sequelize = require('../db');
module.exports = sequelize.define('Post', { hidden: DataTypes.BOOLEAN }, {
  tableName: 'posts',
  hooks: {
    beforeFind(options) {
      options.where = Object.assign({}, options.where, { hidden: false });
    },
  },
});
