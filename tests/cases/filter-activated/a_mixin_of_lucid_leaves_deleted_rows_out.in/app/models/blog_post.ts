import { BaseModel, column } from '@adonisjs/lucid/orm'
import { compose } from '@adonisjs/core/helpers'
import { SoftDeletes } from 'adonis-lucid-soft-deletes'

export default class BlogPost extends compose(BaseModel, SoftDeletes) {
  @column({ isPrimary: true })
  declare id: number
}
