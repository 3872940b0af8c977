import { Day, Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done, dryRun, file } from './parts.ts'
import * as shape from './shapes.ts'

const Document = Type.String({ maxLength: 200 })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** A firm's time on the roster of key enterprises. */
export const KeySpan = Type.Object({
  id: Id,
  organisationId: Id,
  name: Type.String(),
  nameEn: orNull(Type.String()),
  creditCode: Type.String(),
  regionCode: Type.String(),
  regionName: Type.String(),
  keySince: Type.String(),
  /** The first day on which it no longer stands there. */
  keyUntil: orNull(Type.String()),
  keyDocument: Type.String(),
  untilDocument: Type.String(),
  enteredBy: Type.String(),
  isSample: Type.Boolean(),
})

/** The roster of key enterprises, dated: who stood on it on any day, and by which document. */
export const rosterRoutes = {
  keyRoster: {
    method: 'GET',
    path: '/registry/key-roster',
    may: 'signedIn',
    query: listQuery({
      /** Who stood there on that day; without it every entry, those that ended too. */
      on: Type.Optional(Day),
      region: Type.Optional(shape.RegionCode),
      organisation: Type.Optional(Id),
      isOpen: Type.Optional(Type.Boolean()),
    }),
    response: listOf(KeySpan),
    list: {
      columns: [
        ...['creditCode', 'name', 'nameEn', 'regionCode', 'regionName', 'keySince', 'keyUntil'],
        ...['keyDocument', 'untilDocument', 'enteredBy'],
      ],
    },
  },
  /** Puts a firm on, or takes it off, the dated roster of key enterprises; or tells a time that is over. */
  markKey: {
    method: 'PUT',
    path: '/registry/organisations/:organisationId/key',
    may: 'registry.key.write',
    params: Type.Object({ organisationId: Id }),
    response: done,
    body: Type.Object(
      {
        isKey: Type.Boolean(),
        /** The first day on which this holds; today without one, and never a day to come. */
        since: Type.Optional(Day),
        document: Type.Optional(Document),
        /** Of a time that is over: the first day on which the firm stood there no more. */
        until: Type.Optional(Day),
        untilDocument: Type.Optional(Document),
      },
      { additionalProperties: false },
    ),
  },
  importKeyRoster: {
    method: 'POST',
    path: '/registry/key-roster/import',
    may: 'registry.key.write',
    query: dryRun,
    body: file,
    upload: true,
    response: shape.ImportReport,
  },
} as const satisfies Record<string, Route>
