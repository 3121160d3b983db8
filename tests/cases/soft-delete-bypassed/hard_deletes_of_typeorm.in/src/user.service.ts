import { Repository } from "typeorm";
import { User } from "./user.entity";

export class UserService {
  constructor(private readonly users: Repository<User>) {}

  close(id: number) {
    return this.users.delete(id);
  }

  archive(id: number) {
    return this.users.softDelete(id);
  }
}
