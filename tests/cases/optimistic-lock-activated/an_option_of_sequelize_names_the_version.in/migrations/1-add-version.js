module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('orders', 'version', { type: Sequelize.INTEGER, defaultValue: 0 }),
  down: (queryInterface) => queryInterface.removeColumn('orders', 'version'),
};
