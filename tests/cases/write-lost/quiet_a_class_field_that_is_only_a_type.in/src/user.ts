import { DataTypes, Model, Sequelize } from 'sequelize';

const sequelize = new Sequelize(process.env.DATABASE_URL!);

export class User extends Model {
  declare email: string;
  nickname!: string | null;
}

User.init({ email: DataTypes.TEXT, nickname: DataTypes.TEXT }, { sequelize, tableName: 'users', timestamps: false });
