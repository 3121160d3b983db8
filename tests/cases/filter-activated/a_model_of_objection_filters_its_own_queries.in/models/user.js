const { Model } = require('objection');

module.exports = class User extends Model {
  static tableName = 'users';

  static query(...args) {
    return super.query(...args).whereNull('users.deleted_at');
  }
};
