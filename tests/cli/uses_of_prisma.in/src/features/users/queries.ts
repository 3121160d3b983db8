import { Prisma, User } from '@prisma/client'
import { prisma } from '../../client'

export async function named(nickName: string) {
  const user = await prisma.user.findFirst({ where: { OR: [{ nickName }] } })
  return user?.nickName
}

export async function authors() {
  const posts = await prisma.post.findMany({
    include: { author: { select: { nickName: true, team: { select: { nickName: true } } } } },
    orderBy: { author: { nickName: 'asc' } },
  })
  return posts.map(({ author: { nickName } }) => nickName)
}

export const byTeam: Prisma.UserWhereInput = { team: { nickName: 'red' } }

export async function rename(tx: Prisma.TransactionClient, { id, nickName }: User) {
  await tx.user.update({ where: { id }, data: { nickName } })
  await tx.team.update({ where: { id }, data: { nickName } })
}
