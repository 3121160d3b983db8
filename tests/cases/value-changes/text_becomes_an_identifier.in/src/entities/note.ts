import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

@Entity()
export class Note {
    @PrimaryGeneratedColumn('uuid')
    id: string

    @Column({ type: 'uuid' })
    threadId: string

    @Column({ type: 'uuid' })
    authorId: string
}
