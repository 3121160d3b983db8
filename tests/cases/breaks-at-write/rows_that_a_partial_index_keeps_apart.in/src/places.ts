import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

export function root(project: number, type: string) {
  return prisma.place.create({ data: { project, type } });
}

export function branch(id: number, project: number, type: string) {
  return prisma.place.upsert({
    where: { id },
    create: { project, type, parent: { connect: { id } } },
    update: {},
  });
}

export function past(project: number, finishedAt: Date) {
  return prisma.place.createMany({
    data: [
      { project, type: "a", finishedAt },
      { project, type: "b", finishedAt },
    ],
  });
}
