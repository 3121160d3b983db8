const { Account } = require('./models');

exports.deposit = async (id, amount) => {
  const account = await Account.findByPk(id);
  account.balance = account.balance + amount;
  await account.save();
};
