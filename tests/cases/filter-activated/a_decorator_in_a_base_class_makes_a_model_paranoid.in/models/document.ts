import { Column, DataType, DefaultScope, Table } from 'sequelize-typescript';
import Base from './base';

@Table({ tableName: 'documents', modelName: 'document', underscored: true })
export default class Document extends Base {
  @Column(DataType.STRING)
  title: string;
}
