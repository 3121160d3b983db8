import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const visits = () =>
  prisma.$queryRawUnsafe(`
    select id, hostname, count(*) as visits
    from (
      select session.id as id, event.hostname
      from session
      join event on event.session_id = session.id
    ) t
    group by id, hostname
  `);

export const browsers = () => prisma.$queryRawUnsafe(`select hostname, browser from session`);
