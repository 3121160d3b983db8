import { Column, DataType, DeletedAt, Model, PrimaryKey } from 'sequelize-typescript';

export default class Base extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  id: string;

  @DeletedAt
  deletedAt: Date | null;
}
