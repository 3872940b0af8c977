import { Id, Instant, type Route, Type } from '@ronghe/kit/contract'
import { done, file, orNull, Reason, strict } from './parts.ts'

const ObjectionFile = Type.Object({ id: Id, fileName: Type.String(), bytes: Type.Integer(), at: Instant })

/** An objection as the officials see it. */
export const Objection = Type.Object({
  id: Id,
  name: Type.String(),
  contact: Type.String(),
  text: Type.String(),
  at: Instant,
  answer: orNull(Type.String()),
  upheld: orNull(Type.Boolean()),
  files: Type.Array(ObjectionFile),
})
const objectionId = Type.Object({ objectionId: Id })
/** What its author was given; whoever has it reads and adds to this objection, and to no other. */
const receipt = Type.Object({ receipt: Type.String({ pattern: '^[0-9a-f]{32}$' }) }, strict)

/** Public notice: what is on it, and what anybody has against it, with papers. */
export const objectionRoutes = {
  /** Cases under public notice, for everybody. */
  notices: {
    method: 'GET',
    path: '/assess/notices',
    may: 'public',
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          caseId: Id,
          nameZh: Type.String(),
          nameEn: Type.String(),
          holder: Type.String(),
          from: Type.String(),
          until: Type.String(),
          isSample: Type.Boolean(),
        }),
      ),
    }),
  },
  object: {
    method: 'POST',
    path: '/assess/notices/:caseId/objections',
    may: 'public',
    strangersWrite: true,
    params: Type.Object({ caseId: Id }),
    body: Type.Object(
      {
        name: Type.String({ minLength: 2, maxLength: 60 }),
        contact: Type.String({ minLength: 5, maxLength: 120 }),
        text: Reason,
      },
      strict,
    ),
    response: Type.Object({ id: Id, receipt: Type.String() }),
  },
  /** An objection as its author follows it. */
  objection: {
    method: 'GET',
    path: '/assess/objections/:objectionId',
    may: 'public',
    params: objectionId,
    query: receipt,
    response: Type.Object({
      nameZh: Type.String(),
      nameEn: Type.String(),
      holder: Type.String(),
      text: Type.String(),
      at: Instant,
      answer: orNull(Type.String()),
      upheld: orNull(Type.Boolean()),
      answeredAt: orNull(Instant),
      files: Type.Array(ObjectionFile),
      mayAdd: Type.Boolean(),
    }),
  },
  addObjectionFile: {
    method: 'POST',
    path: '/assess/objections/:objectionId/files',
    may: 'public',
    strangersWrite: true,
    params: objectionId,
    query: receipt,
    body: file,
    upload: true,
    response: Type.Object({ id: Id }),
  },
  objectionFile: {
    method: 'GET',
    path: '/assess/objections/:objectionId/files/:fileId',
    may: 'assess.decide',
    params: Type.Object({ objectionId: Id, fileId: Id }),
    response: Type.Unknown(),
    download: true,
  },
  answerObjection: {
    method: 'PUT',
    path: '/assess/objections/:objectionId',
    may: 'assess.decide',
    params: objectionId,
    body: Type.Object({ answer: Reason, upheld: Type.Boolean() }, strict),
    response: done,
  },
} as const satisfies Record<string, Route>
