module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.addColumn('users', 'deletedAt', Sequelize.DATE),
};
