const { Model } = require('sequelize');

class Base extends Model {
  static init(attributes, options) {
    return super.init(attributes, { paranoid: true, underscored: true, ...options });
  }
}
module.exports = Base;
