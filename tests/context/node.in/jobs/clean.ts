import { Cron } from '@nestjs/schedule'
import { User } from '../entities/user'

export class Cleaner {
  @Cron('0 3 * * *')
  async clean() {
    await this.manager.query(`DELETE FROM users WHERE id = ${this.id}`)
    await this.manager.find(User)
  }
}
