import { Column } from 'typeorm';
import { moneyOf, isMoney } from './money';

export function setMoney(entities: object[]) {
  for (const entity of entities) {
    for (const name of moneyOf(entity)) {
      Column({ type: 'int', transformer: isMoney() })(entity, name);
    }
  }
}
