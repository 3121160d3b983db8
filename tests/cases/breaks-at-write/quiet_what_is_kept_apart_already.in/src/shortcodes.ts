import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const create = (id: string, slug: string, creator: string) =>
  prisma.shortcode.create({ data: { id, slug, creator } });
