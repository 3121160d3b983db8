const { Model, mixin } = require('objection');
const softDelete = require('objection-js-soft-delete').default;

module.exports = class Base extends mixin(Model, [softDelete({ columnName: 'removed_at' })]) {};
