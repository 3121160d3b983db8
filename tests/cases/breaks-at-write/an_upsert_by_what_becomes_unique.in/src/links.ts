import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export const share = (envelopeId: string, email: string, slug: string) =>
  prisma.shareLink.upsert({
    where: { envelopeId_email: { envelopeId, email } },
    create: { envelopeId, email, slug },
    update: {},
  });

export const move = (envelopeId: string, email: string, slug: string) =>
  prisma.shareLink.upsert({
    where: { slug },
    create: { slug, envelopeId, email },
    update: {},
  });
