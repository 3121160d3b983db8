module.exports = {
  up: async queryInterface => {
    await queryInterface.renameTable('People', 'Users');
    await queryInterface.renameColumn('Orders', 'PersonId', 'UserId');
  },
};
