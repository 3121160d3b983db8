import { EntityManager } from 'typeorm';
import { Team, User } from './user';

export class Users {
  constructor(private readonly manager: EntityManager) {}

  byName(nickname: string) {
    return this.manager.find(User, { where: { nickname }, order: { nickname: 'ASC' } });
  }

  some() {
    return this.manager.createQueryBuilder(User, 'u').where('u.nickname IS NOT NULL').getMany();
  }

  async name(id: number) {
    const found = await this.manager.findOneBy(User, { id });
    return found.nickname;
  }

  teams() {
    return this.manager.findBy(Team, { nickname: 'red' });
  }
}
