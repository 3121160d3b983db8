import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const ads = (events: string) =>
  prisma.$queryRawUnsafe(`
    ${events}
    select gclid, count(*)
    from events e
    join visit v on v.session_id = e.session_id
    group by 1
  `);
