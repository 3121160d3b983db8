async function rebuild(queryInterface, tableName) {
  const backup = `${tableName}_${Math.round(Math.random() * 100)}`;
  await queryInterface.createTable(backup, await queryInterface.describeTable(tableName));
  await queryInterface.sequelize.query(`INSERT INTO ${backup} SELECT * FROM ${tableName}`);
  await queryInterface.dropTable(tableName);
  await queryInterface.renameTable(backup, tableName);
}

module.exports = {
  up: async (queryInterface) => {
    await rebuild(queryInterface, 'users');
  },
};
