import { Controller, Get, SerializeOptions } from '@nestjs/common';
import { User } from './user';

@Controller('users')
export class UsersController {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  @Get()
  all() {
    return this.users.find();
  }

}
