import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const put = (id: number, page: number, envelope: { id: string }) =>
  prisma.field.upsert({
    where: { id },
    update: { page },
    create: { page, envelope: { connect: { id: envelope.id } } },
  });

export const add = (page: number) => prisma.field.create({ data: { page } });
