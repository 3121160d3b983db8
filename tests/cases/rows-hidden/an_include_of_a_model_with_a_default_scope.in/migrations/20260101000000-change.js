module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.addColumn('replies', 'hidden', { type: Sequelize.BOOLEAN, allowNull: true }),
};
