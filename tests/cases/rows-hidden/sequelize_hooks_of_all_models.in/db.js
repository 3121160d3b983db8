const { Sequelize } = require('sequelize');
const sequelize = new Sequelize(process.env.DATABASE_URL);

sequelize.addHook('beforeFind', (options) => {
  options.where = { ...options.where, is_deleted: false };
});
module.exports = sequelize;
