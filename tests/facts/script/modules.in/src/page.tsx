import { db } from "@/db";

export default function Page({ id }: { id: string }) {
  const user = db.user.findFirst({ where: { id } });
  return <Profile user={user} pinned {...user.settings}>{user?.posts.map((post) => <li key={post.id}>{post.title}</li>)}</Profile>;
}
