module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.changeColumn('posts', 'status', { type: Sequelize.STRING, defaultValue: 'draft' }),
};
