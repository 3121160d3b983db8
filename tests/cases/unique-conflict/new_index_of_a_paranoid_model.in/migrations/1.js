module.exports = {
  up: (queryInterface) =>
    queryInterface.addConstraint('users', { type: 'unique', fields: ['email'], name: 'users_email' }),
};
