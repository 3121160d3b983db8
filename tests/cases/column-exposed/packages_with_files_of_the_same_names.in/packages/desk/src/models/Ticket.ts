import { Base } from '@/models/Base';

export class Ticket extends Base {
  static tableName = 'tickets';
}
