module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.addColumn('Comments', 'role', { type: Sequelize.STRING });
  },
};
