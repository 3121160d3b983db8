module.exports = { up: (queryInterface, Sequelize) => queryInterface.addColumn('users', 'legal_hold', Sequelize.BOOLEAN) };
