const User = require('../models/user');

exports.all = () => User.findAll();
exports.active = () => User.scope('active').findAll();
exports.named = () => User.scope('named').findAll();
