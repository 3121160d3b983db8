module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn('users', 'nickname', Sequelize.TEXT),
};
