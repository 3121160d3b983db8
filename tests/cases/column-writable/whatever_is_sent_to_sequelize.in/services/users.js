const User = require('../models/user');

exports.create = async (values) => {
  const user = await User.create({ ...values, createdBy: 'api' });
  return user.id;
};
