const Base = require('./base');

module.exports = class User extends Base {
  static get tableName() {
    return 'users';
  }
};
