import { Prisma, PrismaClient, Property } from "@prisma/client";

const prisma = new PrismaClient();

export function properties(property: Prisma.PropertyFindManyArgs): Promise<Property[]> {
  property.where = property.where || {};
  property.where.team = null;
  return prisma.property.findMany(property);
}
