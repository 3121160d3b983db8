const router = require('express').Router();
const User = require('../models/user');

router.get('/users/:id', async (req, res) => {
  const user = await User.findByPk(req.params.id, { attributes: { exclude: ['password'] } });
  res.json({ user });
});

router.get('/users', async (req, res) => {
  const users = await User.findAll();
  res.json(users.map((user) => ({ ...user.toJSON(), password: undefined })));
});

router.get('/me', async (req, res) => {
  const { password, ...rest } = await User.findByPk(req.user.id, { raw: true });
  res.json(rest);
});

module.exports = router;
