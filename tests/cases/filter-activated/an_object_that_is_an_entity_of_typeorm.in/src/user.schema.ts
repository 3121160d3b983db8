import { EntitySchema } from 'typeorm';
import { User } from './user';

const stamps = {
  createdAt: { name: 'created_at', type: 'timestamp', createDate: true },
  deletedAt: { name: 'deleted_at', type: 'timestamp', deleteDate: true },
} as const;

export const UserSchema = new EntitySchema<User>({
  name: 'User',
  tableName: 'users',
  columns: { id: { type: 'int', primary: true, generated: true }, email: { type: 'text' }, ...stamps },
});
