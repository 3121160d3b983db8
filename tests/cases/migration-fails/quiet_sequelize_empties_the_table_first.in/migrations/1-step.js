module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.bulkDelete("sessions", {});
    await queryInterface.addColumn("sessions", "token", { type: Sequelize.STRING, allowNull: false });
  },
};
