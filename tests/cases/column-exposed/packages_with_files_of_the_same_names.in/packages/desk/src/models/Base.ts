import { Model } from 'objection';

export class Base extends Model {}
