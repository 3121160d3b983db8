const { Model } = require('objection');
const softDelete = require('objection-soft-delete');

class User extends softDelete({ columnName: 'removed' })(Model) {
  static get tableName() { return 'users'; }
}
module.exports = User;
