import { DataSource } from "typeorm";
import { User } from "./user.entity";

export const AppDataSource = new DataSource({
  type: "postgres",
  entities: [User],
  synchronize: true,
});
