import { Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const deskKinds = [
  'item',
  'plan',
  'report',
  'reportDecision',
  'application',
  'fundReview',
  'run',
  'runCheck',
  'assessReview',
  'appraisal',
  'appeal',
] as const

/** What waits for the caller, from every room that has work for people, the most urgent first. */
export const deskRoutes = {
  desk: {
    method: 'GET',
    path: '/governance/desk',
    may: 'signedIn',
    query: listQuery({ kind: Type.Optional(Type.Enum([...deskKinds])) }),
    response: listOf(
      Type.Object({
        key: Type.String(),
        kind: Type.Enum([...deskKinds]),
        title: Type.String(),
        /** What is to be done, in the reader's language. */
        todo: Type.String(),
        dueOn: orNull(Type.String()),
        light: orNull(Type.Enum(['green', 'yellow', 'red'])),
        since: Instant,
        link: Type.String(),
      }),
    ),
    list: { columns: ['kind', 'title', 'todo', 'dueOn', 'light', 'since'] },
  },
  /** What the caller did, newest first. */
  deskDone: {
    method: 'GET',
    path: '/governance/desk/done',
    may: 'signedIn',
    query: listQuery({}),
    response: listOf(
      Type.Object({
        key: Type.String(),
        at: Instant,
        title: Type.String(),
        action: Type.String(),
        comment: orNull(Type.String()),
        link: Type.String(),
      }),
    ),
    list: { columns: ['at', 'title', 'action', 'comment'] },
  },
} as const satisfies Record<string, Route>
