import { PrismaClient } from '@prisma/client';

export const db = new PrismaClient().$extends({
  query: {
    account: {
      findMany: ({ args, query }) => query({ ...args, where: { ...args.where, deletedAt: null } }),
    },
    $allModels: {
      async findMany({ model, args, query }) {
        if (model !== 'Account') return query(args);
        args.where = { ...args.where, deletedAt: null };
        return query(args);
      },
    },
  },
});
