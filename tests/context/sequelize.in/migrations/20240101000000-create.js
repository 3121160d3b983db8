module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.createTable('People', {
      id: { type: Sequelize.INTEGER, primaryKey: true },
      email: { type: Sequelize.STRING, allowNull: false },
    });
    await queryInterface.createTable('Orders', {
      id: { type: Sequelize.INTEGER, primaryKey: true },
      PersonId: {
        type: Sequelize.INTEGER,
        references: { model: 'People', key: 'id' },
        onDelete: 'SET NULL',
      },
    });
  },
};
