module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('notes', 'deletedAt', { type: Sequelize.DATE, allowNull: true }),
  down: (queryInterface) => queryInterface.removeColumn('notes', 'deletedAt'),
};
