import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

export async function welcome(id: number) {
  const account = await prisma.account.findUniqueOrThrow({ where: { id } });
  return account.plan === "Paid" ? "thank you" : "hello";
}
