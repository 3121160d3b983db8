module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('users', 'active', Sequelize.BOOLEAN),
};
