import { InjectRepository } from '@nestjs/typeorm'
import { Repository } from 'typeorm'
import { User } from './user.entity'

export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  find(nickName: string) {
    return this.users.findOneBy({ nickName })
  }

  search(text: string) {
    return this.users
      .createQueryBuilder('user')
      .where('user.nickName LIKE :text', { text })
      .orderBy('user.nickName')
      .getMany()
  }

  async names(): Promise<string[]> {
    const all = await this.users.find({ select: { nickName: true } })
    return all.map((one) => one.nickName)
  }
}
