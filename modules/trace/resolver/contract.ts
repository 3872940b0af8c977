import { Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'
import { MasterLanguage } from '../master/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])

export const LinkLine = Type.Object({
  id: Id,
  organisationId: Id,
  /** Path of a digital link without its domain. */
  anchor: Type.String(),
  linkType: Type.String(),
  href: Type.String(),
  title: Type.String(),
  languages: Type.Array(MasterLanguage),
  mediaType: orNull,
  contexts: Type.Array(Type.String()),
  isDefault: Type.Boolean(),
  forwardsQuery: Type.Boolean(),
  isSample: Type.Boolean(),
  changedAt: Instant,
  changedBy: orNull,
})
export type LinkLine = Static<typeof LinkLine>

const about = {
  linkType: Type.String({
    minLength: 2,
    maxLength: 200,
    pattern: '^(gs1:[A-Za-z]+|https?://\\S+|[a-z][a-z.-]*)$',
  }),
  href: Type.String({ minLength: 8, maxLength: 2000, pattern: '^https?://[^\\s<>"]+$' }),
  title: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  languages: Type.Optional(Type.Array(MasterLanguage, { maxItems: 10 })),
  mediaType: Type.Optional(Type.String({ maxLength: 100, pattern: '^([a-z]+/[A-Za-z0-9.+-]+)?$' })),
  contexts: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 10 })),
  isDefault: Type.Optional(Type.Boolean()),
  forwardsQuery: Type.Optional(Type.Boolean()),
}
const linkId = Type.Object({ linkId: Id })

export const linkRoutes = {
  links: {
    method: 'GET',
    path: '/trace/links',
    may: 'trace.read',
    query: listQuery({ about: Type.Optional(Type.String({ maxLength: 500 })) }),
    response: listOf(LinkLine),
    list: {
      words: { languages: 'trace.value.language' },
      columns: ['anchor', 'linkType', 'title', 'href', 'languages', 'mediaType', 'isDefault', 'changedAt'],
    },
  },
  addLink: {
    method: 'POST',
    path: '/trace/links',
    may: 'trace.capture',
    body: Type.Object({ about: Type.String({ minLength: 1, maxLength: 500 }), ...about }, strict),
    response: LinkLine,
  },
  changeLink: {
    method: 'PUT',
    path: '/trace/links/:linkId',
    may: 'trace.capture',
    params: linkId,
    body: Type.Object(about, strict),
    response: LinkLine,
  },
  removeLink: {
    method: 'DELETE',
    path: '/trace/links/:linkId',
    may: 'trace.capture',
    params: linkId,
    response: Type.Object({ done: Type.Literal(true) }),
  },
} as const
