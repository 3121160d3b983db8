module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('Invoices', 'deletedAt', { type: Sequelize.DATE }),
  down: (queryInterface) => queryInterface.removeColumn('Invoices', 'deletedAt'),
};
