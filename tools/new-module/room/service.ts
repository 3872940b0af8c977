import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { Note, roomname } from './contract.ts'
import { mayRemove } from './policy.ts'
import { deleteNote, findNote, insertNote, listNotes, type NoteRow } from './store.ts'

/** One function a route, in the contract's order. */
export const service: Service<typeof roomname> = {
  async notes(ctx, { query }) {
    const { rows, total } = await listNotes(ctx.sql, query)
    return { rows: rows.map((row) => shown(ctx, row)), total }
  },

  async addNote(ctx, { body }) {
    const { organisationId, personId, personName } = ctx.caller
    if (!organisationId || !personId) throw new Fault('kit.forbidden')
    const note: NoteRow = {
      id: ctx.newId(),
      organisationId,
      title: body.title,
      authorId: personId,
      authorName: personName ?? '',
      createdAt: ctx.now,
    }
    if (!(await insertNote(ctx.sql, note))) {
      throw new Fault('roomname.note.titleTaken', { title: body.title })
    }
    await ctx.emit('noteAdded', { noteId: note.id, organisationId })
    return shown(ctx, note)
  },

  async removeNote(ctx, { params }) {
    const note = await findNote(ctx.sql, params.noteId)
    if (!note) throw new Fault('roomname.note.unknown')
    if (!mayRemove(ctx.caller, note)) throw new Fault('roomname.note.notAuthor')
    await deleteNote(ctx.sql, note.id)
    await ctx.audit({
      action: 'roomname.removeNote',
      subject: 'roomname.note',
      subjectId: note.id,
      organisationId: note.organisationId,
      before: { title: note.title },
    })
    return { done: true }
  },
}

function shown(ctx: Ctx, { id, title, authorId, authorName, createdAt }: NoteRow): Note {
  const isMine = authorId === ctx.caller.personId
  return { id, title, authorName, createdAt: createdAt.toISOString(), isMine }
}
