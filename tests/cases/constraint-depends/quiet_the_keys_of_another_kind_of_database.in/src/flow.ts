import { Entity, PrimaryGeneratedColumn } from 'typeorm'

@Entity()
export class Flow {
    @PrimaryGeneratedColumn()
    id: number
}
