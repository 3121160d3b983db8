import { PrismaClient } from '@prisma/client';

export const createClient = () => {
  const client = new PrismaClient({ omit: { dataset: { signingKey: true } } });
  return client;
};
