import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

@Entity()
export class Flow {
    @PrimaryGeneratedColumn()
    id: number

    @Column({ type: 'varchar', length: 20, default: 'CHAT' })
    kind: string
}
