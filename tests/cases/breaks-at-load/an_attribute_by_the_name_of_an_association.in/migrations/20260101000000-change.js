module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.addColumn('posts', 'author', Sequelize.STRING),
};
