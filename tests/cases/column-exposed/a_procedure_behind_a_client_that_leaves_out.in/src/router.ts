import { procedure, router } from './trpc';

export const datasets = router({
  list: procedure.query(({ ctx }) => ctx.prisma.dataset.findMany()),
  ids: procedure.query(({ ctx }) => ctx.prisma.dataset.findMany({ select: { id: true } })),
  shaped: procedure.output(shown).query(({ ctx }) => ctx.prisma.dataset.findMany()),
});
