import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

export async function Page({ id }: { id: number }) {
  const user = await prisma.user.findUniqueOrThrow({ where: { id } });
  return (
    <a href="/terms?of=a&for=b">
      Terms & conditions, privacy & more for {user.nickname} & others
    </a>
  );
}
