module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('comments', 'approved', Sequelize.BOOLEAN),
  down: (queryInterface) => queryInterface.removeColumn('comments', 'approved'),
};
