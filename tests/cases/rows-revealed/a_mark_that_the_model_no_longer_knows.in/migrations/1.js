module.exports = { up: (queryInterface) => queryInterface.removeColumn('users', 'deletedAt') };
