const { PrismaClient } = require('@prisma/client');
const prisma = new PrismaClient();

prisma.$use(async (params, next) => {
  if (params.model === 'Post') {
    if (params.action === 'delete') {
      params.action = 'update';
      params.args['data'] = { isDeleted: true };
    }
    if (params.action === 'findMany') {
      params.args.where['isDeleted'] = false;
    }
  }
  return next(params);
});

module.exports = prisma;
