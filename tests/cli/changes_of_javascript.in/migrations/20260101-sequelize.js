const TABLES = ["users", "teams"];

module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.sequelize.transaction(async (transaction) => {
      for (const table of TABLES) {
        await queryInterface.addColumn(table, "deletedAt", Sequelize.DATE, { transaction });
      }
      await queryInterface.changeColumn("users", "name", { type: Sequelize.TEXT });
      await queryInterface.sequelize.query(`UPDATE users SET "deletedAt" = now() WHERE hidden`);
    }),
  down: (queryInterface) => queryInterface.removeColumn("users", "deletedAt"),
};
