import { EntitySubscriberInterface, EventSubscriber, InsertEvent } from 'typeorm'
import { User } from './user'

@EventSubscriber()
export class UserSubscriber implements EntitySubscriberInterface<User> {
  listenTo() {
    return User
  }

  afterInsert(event: InsertEvent<User>) {}
}

@EventSubscriber()
export class AuditSubscriber {
  beforeRemove(event) {}
}
