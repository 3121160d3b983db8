import { DataSource } from 'typeorm'
import { Note } from './entities/note'

export async function notesOf(source: DataSource, threadId: string) {
    const notes = await source.getRepository(Note).find({ where: { threadId } })
    return notes.map((note: Note) => note.authorId)
}
