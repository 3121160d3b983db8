module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('Users', 'is_deleted', { type: Sequelize.BOOLEAN }),
  down: (queryInterface) => queryInterface.removeColumn('Users', 'is_deleted'),
};
