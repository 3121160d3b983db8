import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const latest = () => prisma.$queryRaw`
  WITH latest_templates AS (
    SELECT t.id, t.kind AS type
    FROM (SELECT DISTINCT ON (name) * FROM templates WHERE type IS NOT NULL) t
  )
  SELECT id, type FROM latest_templates ORDER BY type
`;
