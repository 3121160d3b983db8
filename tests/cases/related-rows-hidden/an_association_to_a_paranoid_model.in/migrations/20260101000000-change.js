module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.addColumn('users', 'deleted_at', Sequelize.DATE),
};
