const Router = require('@koa/router');
const User = require('../models/user');

const router = new Router();

router.use(async (ctx) => {
  ctx.body = await User.findAll();
});

module.exports = router;
