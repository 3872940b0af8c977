import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { baseOf } from '../binding/asking.ts'
import { prefixPattern } from './service.ts'
import { findIdentifier } from './store.ts'

/** Answers of the handle protocol (RFC 3652, section 3.1), and what HTTP says with them. */
const answers = { found: [1, 200], unknown: [100, 404], invalid: [102, 400], denied: [401, 403] } as const
const ttlSeconds = 86_400

/** Resolves identifiers of the national industrial internet to typed values, the digital link among them. */
export async function mountIdentifiers(app: FastifyInstance, house: House): Promise<void> {
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
    const typed = [
      ...(link ? [['URL', link] as const] : []),
      ['TEMPLATE', row.template] as const,
      ...Object.entries(row.attributes),
    ]
    const values = typed.map(([type, value], at) => {
      return { index: at + 1, type, data: { format: 'string', value }, ttl: ttlSeconds, timestamp }
    })
    return send(reply, 'found', identifier, values)
  })
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
