exports.up = async (queryInterface, Sequelize) => {
  await queryInterface.addColumn('pages', 'hidden', Sequelize.BOOLEAN);
  await queryInterface.addColumn('pages', 'state', Sequelize.STRING);
};
