const Koa = require('koa');
const User = require('./models/user');

const app = new Koa();

app.use(async (ctx) => {
  ctx.body = await User.findAll();
});
