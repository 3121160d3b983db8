const router = require('express').Router();
const User = require('../models/user');
const users = require('../services/users');

router.post('/users', async (req, res) => {
  const id = await users.create(req.body);
  res.status(201).json({ id });
});

router.put('/users/:id', async (req, res) => {
  const user = await User.findByPk(req.params.id);
  Object.assign(user, req.body);
  await user.save();
  res.sendStatus(204);
});

module.exports = router;
