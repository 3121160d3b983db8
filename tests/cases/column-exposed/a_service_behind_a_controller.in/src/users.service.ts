import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from './user.entity';

@Injectable()
export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  async findAll(): Promise<User[]> {
    return this.users.find({ order: { id: 'ASC' } });
  }

  async count() {
    return this.users.count();
  }
}
