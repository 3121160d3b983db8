import { EntityManager } from '@mikro-orm/core';
import { Book } from './book';

export function setup(em: EntityManager) {
  em.addFilter('live', { deletedAt: null }, Book);
}
