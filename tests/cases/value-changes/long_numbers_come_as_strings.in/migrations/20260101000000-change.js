module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.changeColumn('accounts', 'balance', { type: Sequelize.BIGINT }),
};
