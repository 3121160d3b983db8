import { prisma } from "./client";

export async function plan(id: string) {
  const organization = await prisma.organization.findUnique({
    where: { id },
    select: { billing: { select: { plan: true } } },
  });
  return organization?.billing?.plan;
}
