module.exports = {
  async up(queryInterface, Sequelize) {
    for (const table of ['order_items', 'invoices']) {
      await queryInterface.addColumn(table, 'deleted_at', { type: Sequelize.DATE });
    }
  },
};
