import { Base } from '@/models/Base';

export class Order extends Base {
  static tableName = 'orders';
}
