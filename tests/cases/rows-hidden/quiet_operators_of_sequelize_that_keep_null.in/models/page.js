const { Model, DataTypes, Op } = require('sequelize');
const sequelize = require('../db');

class Page extends Model {}

Page.init(
  { hidden: DataTypes.BOOLEAN, state: DataTypes.STRING },
  {
    sequelize,
    underscored: true,
    defaultScope: {
      where: { hidden: { [Op.not]: true }, state: { [Op.or]: [null, { [Op.ne]: 'archived' }] } },
    },
  }
);

module.exports = Page;
