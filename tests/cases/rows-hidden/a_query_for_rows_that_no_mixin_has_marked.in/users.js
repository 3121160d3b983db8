const User = require('./models/user');

exports.all = () => User.query();
exports.live = () => User.query().whereNotDeleted();
