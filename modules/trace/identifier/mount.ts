import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { House, WhoAsks } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isPartner } from '../access/papers.ts'
import { baseOf } from '../binding/asking.ts'
import { prefixPattern } from './service.ts'
import { templateVersions } from './store/templates.ts'
import { findIdentifier } from './store.ts'
import { readableBy, versionOf } from './templates.ts'

/** Answers of the handle protocol (RFC 3652, section 3.1), and what HTTP says with them. */
const answers = { found: [1, 200], unknown: [100, 404], invalid: [102, 400], denied: [401, 403] } as const
const ttlSeconds = 86_400

/** Resolves identifiers of the national industrial internet to typed values, the digital link among them. */
export async function mountIdentifiers(app: FastifyInstance, house: House, whoAsks: WhoAsks): Promise<void> {
  app.get('/identifiers/*', { schema: { hide: true } as never }, async (request, reply) => {
    const identifier = decoded(request.url.slice('/identifiers/'.length).split('?')[0]!)
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    if (!prefixPattern.test(identifier.split('/')[0]!) || !/\/./.test(identifier))
      return send(reply, 'invalid', identifier)
    const row = await house.db.transaction(systemCaller, (sql) => findIdentifier(sql, identifier))
    if (!row) return send(reply, 'unknown', identifier)
    if (row.identifierState === 'suspended') return send(reply, 'denied', identifier)
    const timestamp = row.changedAt.toISOString()
    const base = baseOf(request, house)
    const link = row.key?.replace('https://id.gs1.org', base)
    const template = await house.db.transaction(systemCaller, async (sql) => {
      const versions = await templateVersions(sql, row.organisationId, row.template)
      return versionOf(versions, row.template, row.templateVersion)
    })
    const audience = await audienceOf(house, await whoAsks(request), row.organisationId)
    const told = template ? readableBy(template, row.attributes, audience) : []
    // What only some may read is kept by nobody between.
    if (audience !== 'public') reply.header('cache-control', 'private, no-store')
    reply.header('vary', 'cookie, authorization')
    const typed = [
      ...(link ? [{ type: 'URL', data: { format: 'string', value: link } }] : []),
      {
        type: 'TEMPLATE',
        data: { format: 'string', value: row.template },
        ...(row.templateVersion > 0 ? { version: row.templateVersion, title: template?.title } : {}),
      },
      ...told.map(({ field, value }) => ({
        ...{ type: field.name, data: { format: formatOf(value), value } },
        ...(field.title ? { title: field.title } : {}),
        ...(field.unit ? { unit: field.unit } : {}),
      })),
    ]
    const values = typed.map((one, at) => ({ index: at + 1, ...one, ttl: ttlSeconds, timestamp }))
    return send(reply, 'found', identifier, values)
  })
}

async function audienceOf(house: House, caller: Caller, owner: string) {
  if (caller.organisationId === owner && caller.permissions.has('trace.read')) return 'own'
  return (await isPartner(house, caller, owner)) ? 'partner' : 'public'
}

function formatOf(value: string | number | boolean): string {
  return typeof value
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function send(reply: FastifyReply, answer: keyof typeof answers, handle: string, values?: readonly object[]) {
  const [responseCode, status] = answers[answer]
  return reply.status(status).send({ responseCode, handle, ...(values ? { values } : {}) })
}
