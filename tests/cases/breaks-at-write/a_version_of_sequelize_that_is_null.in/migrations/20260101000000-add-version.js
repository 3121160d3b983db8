module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('orders', 'version', { type: Sequelize.INTEGER }),
};
