module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.addColumn("customers", "deleted_at", {
      type: Sequelize.DATE,
      defaultValue: Sequelize.literal("CURRENT_TIMESTAMP"),
    });
  },
  async down(queryInterface) {
    await queryInterface.removeColumn("customers", "deleted_at");
  },
};
