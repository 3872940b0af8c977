import { Id, Locale, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done } from './parts.ts'
import * as shape from './shapes.ts'

const secret = (minLength: number) => Type.String({ minLength, maxLength: 200 })

/** A person: who is asking, sessions, notifications. */
export const personRoutes = {
  me: { method: 'GET', path: '/registry/me', may: 'public', response: shape.Me },
  changeMe: {
    method: 'PATCH',
    path: '/registry/me',
    may: 'signedIn',
    response: done,
    body: Type.Object(
      { name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })), locale: Type.Optional(Locale) },
      { additionalProperties: false },
    ),
  },
  myData: {
    method: 'GET',
    path: '/registry/me/data',
    may: 'signedIn',
    response: Type.Unknown(),
    download: true,
  },
  deleteMe: {
    method: 'POST',
    path: '/registry/me/delete',
    may: 'signedIn',
    response: done,
    body: Type.Object({ password: secret(1) }, { additionalProperties: false }),
  },
  sessions: {
    method: 'GET',
    path: '/registry/sessions',
    may: 'signedIn',
    response: Type.Object({ rows: Type.Array(shape.Session) }),
  },
  revokeSession: {
    method: 'DELETE',
    path: '/registry/sessions/:sessionId',
    may: 'signedIn',
    params: Type.Object({ sessionId: Id }),
    response: done,
  },
  notifications: {
    method: 'GET',
    path: '/registry/notifications',
    may: 'signedIn',
    query: listQuery({ unread: Type.Optional(Type.Boolean()) }),
    response: Type.Object({
      rows: Type.Array(shape.Notification),
      total: Type.Integer(),
      unread: Type.Integer(),
    }),
    list: { columns: ['createdAt', 'text', 'readAt'] },
  },
  /** Marks these, or all of mine, as read. */
  readNotifications: {
    method: 'POST',
    path: '/registry/notifications/read',
    may: 'signedIn',
    body: Type.Object(
      { ids: Type.Optional(Type.Array(Id, { maxItems: 200 })) },
      { additionalProperties: false },
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
