import { PrismaClient } from '@prisma/client';

export const prisma = new PrismaClient().$extends({
  query: {
    $allModels: {
      async $allOperations({ operation, args, query }) {
        if (operation.startsWith('find')) args.where = { ...args.where, isDeleted: false };
        return query(args);
      },
    },
  },
});
