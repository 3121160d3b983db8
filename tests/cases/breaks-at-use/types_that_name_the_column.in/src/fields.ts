import type { Field } from '@prisma/client';

export type Loose = Omit<Field, 'id' | 'templateId'>;
export type Tied = Pick<Field, 'templateId'>;
