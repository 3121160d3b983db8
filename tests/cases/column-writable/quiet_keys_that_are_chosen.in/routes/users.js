const router = require('express').Router();
const User = require('../models/user');

router.post('/users', async (req, res) => {
  const { email } = req.body;
  const user = await User.create({ email });
  res.json({ id: user.id });
});

router.patch('/some', async (req, res) => {
  const { email } = req.body;
  await User.update({ ...(email && { email }) }, { where: { id: req.user.id } });
  res.sendStatus(204);
});

router.post('/listed', async (req, res) => {
  const user = await User.create(req.body, { fields: ['email'] });
  res.json({ id: user.id });
});

router.post('/set', async (req, res) => {
  const user = await User.create({ ...req.body, isAdmin: false });
  res.json({ id: user.id });
});

router.post('/taken', async (req, res) => {
  const { isAdmin, ...values } = req.body;
  await User.update(values, { where: { id: req.user.id } });
  res.sendStatus(204);
});

module.exports = router;
