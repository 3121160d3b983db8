import { prisma } from './db';
import { router, procedure } from './trpc';

export const hooks = router({
  list: procedure.query(async () => prisma.hook.findMany()),
  create: procedure.mutation(async ({ input }) => {
    const hook = await prisma.hook.create({ data: { id: input.id } });
    return hook;
  }),
});
