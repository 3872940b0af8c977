import { defineContract, Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'

export const Note = Type.Object({
  id: Id,
  title: Type.String(),
  authorName: Type.String(),
  createdAt: Instant,
  /** Is the caller its author? */
  isMine: Type.Boolean(),
})
export type Note = Static<typeof Note>

export const roomname = defineContract({
  module: 'roomname',
  permissions: ['roomname.read', 'roomname.write'],
  routes: {
    notes: {
      method: 'GET',
      path: '/roomname/notes',
      may: 'roomname.read',
      query: listQuery({}),
      response: listOf(Note),
      list: { columns: ['title', 'authorName', 'createdAt'] },
    },
    addNote: {
      method: 'POST',
      path: '/roomname/notes',
      may: 'roomname.write',
      body: Type.Object(
        { title: Type.String({ minLength: 1, maxLength: 200 }) },
        { additionalProperties: false },
      ),
      response: Note,
    },
    removeNote: {
      method: 'DELETE',
      path: '/roomname/notes/:noteId',
      may: 'roomname.write',
      params: Type.Object({ noteId: Id }),
      response: Type.Object({ done: Type.Literal(true) }),
    },
  },
  events: {
    noteAdded: Type.Object({ noteId: Id, organisationId: Id }),
  },
  faults: {
    'roomname.note.unknown': { status: 404 },
    'roomname.note.titleTaken': { status: 409 },
    'roomname.note.notAuthor': { status: 403 },
  },
})
