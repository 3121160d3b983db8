import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

@Entity()
export class Flow {
    @PrimaryGeneratedColumn()
    id: number

    @Column({ nullable: true, type: 'text' })
    speech?: string
}
