import { EntityManager } from '@mikro-orm/core';
import { Book } from './book.entity';

export const all = (em: EntityManager) => em.find(Book, {});
export const active = (em: EntityManager) => em.find(Book, {}, { filters: { active: true } });
