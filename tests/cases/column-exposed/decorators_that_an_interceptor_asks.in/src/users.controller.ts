import { ClassSerializerInterceptor, Controller, Get, SerializeOptions, UseInterceptors } from '@nestjs/common';
import { User } from './user';

@Controller('users')
@UseInterceptors(ClassSerializerInterceptor)
export class UsersController {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  @Get()
  all() {
    return this.users.find();
  }

  @Get('names')
  @SerializeOptions({ strategy: 'excludeAll' })
  names() {
    return this.users.find();
  }

  @Get('plain')
  async plain() {
    const user = await this.users.findOneBy({ id: 1 });
    return { ...user };
  }
}
