import { Column, DeleteDateColumn, Entity, OneToMany } from "typeorm";
import type { Status } from "../status";
import Post from "./post";
import * as hooks from "./hooks";

export enum Role {
  Admin = "admin",
  Member = "member",
}

@Entity("users")
export default class User extends Base<User> implements Owner {
  static readonly limits = { posts: 10, ...hooks.limits };

  @Column({ type: "enum", enum: Role, default: Role.Member })
  role!: Role;

  @Column({ nullable: true })
  nickname?: string | null;

  @OneToMany(() => Post, (post) => post.user)
  posts: Post[];

  @DeleteDateColumn()
  deletedAt: Date | null = null;

  constructor(private readonly clock: Clock) {
    super();
  }

  get display(): string {
    return this.nickname ?? `member ${this.clock.now()}`;
  }

  static async active(status?: Status) {
    for (const row of await this.find<User>({ where: { status } })) {
      if (!row.deletedAt && "nickname" in row) yieldTo(row!);
      else throw new Error(`not ${row.role}`);
    }
  }
}

export * from "./post";
export { Tag as Label } from "./tag";
