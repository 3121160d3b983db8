import type { User } from '@prisma/client'

type Props = { user: Pick<User, 'id' | 'nickName'>; team: { nickName: string } }

// The nickName of a team is on its door.
export function Badge({ user, team }: Props) {
  return <b title={team.nickName}>{user.nickName}</b>
}
