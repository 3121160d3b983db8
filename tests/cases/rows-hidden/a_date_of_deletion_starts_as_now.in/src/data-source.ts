import { DataSource } from 'typeorm';
import { SnakeNamingStrategy } from 'typeorm-naming-strategies';

export default new DataSource({
  type: 'postgres',
  entities: [__dirname + '/*.entity.ts'],
  namingStrategy: new SnakeNamingStrategy(),
});
