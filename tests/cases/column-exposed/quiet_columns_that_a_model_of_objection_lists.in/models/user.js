const { Model } = require('objection');
const visibility = require('objection-visibility').default;

class User extends visibility(Model) {
  static get tableName() {
    return 'users';
  }
  static get visible() {
    return ['id', 'email'];
  }
}
module.exports = User;
