const User = require('./models/user');
router.get('/', async (req, res) => {
  res.json(await User.query());
});
