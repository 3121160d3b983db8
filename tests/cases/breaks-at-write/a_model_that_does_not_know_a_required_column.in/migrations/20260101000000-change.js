module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.addColumn('users', 'tenant_id', { type: Sequelize.INTEGER, allowNull: false }),
};
