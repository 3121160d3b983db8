module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('users', 'mfaSecret', Sequelize.TEXT),
};
