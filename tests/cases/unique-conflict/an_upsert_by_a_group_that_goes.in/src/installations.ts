import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

export function install(provider: string, remote: number, workspace: number) {
  const given = { provider, remote, workspace };
  return prisma.installation.upsert({
    where: { provider_remote_workspace: { provider, remote, workspace } },
    create: given,
    update: given,
  });
}

export function move(provider: string, remote: number, workspace: number) {
  return prisma.installation.upsert({
    where: { provider_remote: { provider, remote } },
    create: { provider, remote, workspace },
    update: { workspace },
  });
}

export function number(id: number, given: { provider: string; remote: number; workspace: number }) {
  return prisma.installation.upsert({ where: { id }, create: given, update: given });
}
