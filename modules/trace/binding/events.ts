import { type Namespaces, namespacesOf, standardNamespaces } from '@ronghe/epcis'
import type { Caller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type EventRow, eventsById } from '../store/events.ts'
import { type Condition, countEvents, newestSeq, queryEvents } from '../store/query.ts'
import { isEnded } from '../store/tokens.ts'
import { documentOf, type EpcFormat, sendText } from './answer.ts'
import { type Binding, bounded, callerWho, sayVersions, wantedFormat } from './asking.ts'
import { perPageOf, sayNextPage, tokenOf } from './paging.ts'
import { type EventQuery, eventQuery, type Given } from './parameters.ts'
import { Problem } from './problem.ts'

/** `/events` and `/events/{eventID}`. */
export function mountEvents(scope: FastifyInstance, binding: Binding): void {
  scope.get('/events', async (request, reply) => {
    const query = eventQuery(request.query as Given, prefixesOf(request))
    return sendEvents(binding, request, reply, query, [], 'SimpleEventQuery')
  })
  scope.get('/events/*', (request, reply) => getEvent(binding, request, reply))
}

async function getEvent(binding: Binding, request: FastifyRequest, reply: FastifyReply) {
  const caller = await callerWho(binding, request, 'trace.read')
  const format = wantedFormat(request)
  // An event id of a hash has a query of its own, which stands in ours where it was not encoded.
  const asked = (request.params as { '*': string })['*']
  const version = (request.query as Record<string, string>).ver
  const id = version !== undefined && !asked.includes('?') ? `${asked}?ver=${version}` : asked
  const rows = await binding.house.db.transaction(caller, (sql) => eventsById(sql, id))
  if (rows.length === 0) throw new Problem('NoSuchResourceException', id)
  return send(binding.house, request, reply, rows, 'SimpleEventQuery', format)
}

/** The prefixes that the caller declares: `GS1-Extensions: example=https://ns.example.com/epcis/, …`. */
export function prefixesOf(request: FastifyRequest): Namespaces {
  const header = request.headers['gs1-extensions']
  if (typeof header !== 'string') return standardNamespaces
  const pairs = header.split(',').flatMap((part) => {
    const [prefix = '', uri = ''] = part.split(/=(.*)/s)
    return prefix.trim() !== '' && uri.trim() !== '' ? [[prefix.trim(), uri.trim()] as const] : []
  })
  return namespacesOf(Object.fromEntries(pairs))
}

/** Runs a query and answers a page of it. `more` are conditions of the path. */
export async function sendEvents(
  binding: Binding,
  request: FastifyRequest,
  reply: FastifyReply,
  query: EventQuery,
  more: readonly Condition[],
  queryName: string,
) {
  const caller = await callerWho(binding, request, 'trace.read')
  const format = wantedFormat(request)
  const { rows, next } = await pageOf(binding.house, request, caller, query, more)
  sayNextPage(request, reply, binding.house, next)
  return send(binding.house, request, reply, rows, queryName, format)
}

async function pageOf(
  house: House,
  request: FastifyRequest,
  caller: Caller,
  query: EventQuery,
  more: readonly Condition[],
): Promise<{ rows: EventRow[]; next: readonly string[] | null }> {
  const perPage = perPageOf(request)
  const token = tokenOf(request, house)
  const conditions = [...query.conditions, ...more]
  const organisationId = bounded(caller)
  return house.db.transaction(caller, async (sql) => {
    if (token && (await isEnded(sql, token.text)))
      throw new Problem('QueryParameterException', 'nextPageToken')
    if (query.maxEventCount !== null && !token) {
      const count = await countEvents(sql, organisationId, conditions, query.maxEventCount + 1)
      if (count > query.maxEventCount) throw new Problem('QueryTooLargeException', `> ${query.maxEventCount}`)
    }
    const [value, seq, upTo, given = '0'] = token?.at ?? []
    const left = query.eventCountLimit === null ? null : query.eventCountLimit - Number(given)
    const limit = left === null ? perPage : Math.min(perPage, left)
    const found = await queryEvents(sql, organisationId, conditions, {
      order: query.order,
      limit: limit + 1,
      after: value === undefined || seq === undefined ? null : { value, seq },
      upTo: upTo ?? null,
    })
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    const isMore = found.length > limit && (left === null || left > limit)
    if (!isMore || !last) return { rows, next: null }
    const time = query.order.column === 'event_time' ? last.eventTime : last.recordTime
    const bound = upTo ?? String(await newestSeq(sql))
    return { rows, next: [exact(last, time), String(last.seq), bound, String(Number(given) + rows.length)] }
  })
}

/** Times are kept to the microsecond, a `Date` to the millisecond: the text of the row is the whole. */
function exact(row: EventRow, time: Date): string {
  return row.orderTime ?? time.toISOString()
}

export function epcFormatOf(request: FastifyRequest): EpcFormat {
  return request.headers['gs1-epc-format'] === 'Always_GS1_Digital_Link'
    ? 'Always_GS1_Digital_Link'
    : 'No_Preference'
}

function send(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  rows: readonly EventRow[],
  queryName: string,
  format: 'json' | 'xml',
) {
  const epcFormat = epcFormatOf(request)
  const creationDate = house.clock.now().toISOString()
  sayVersions(reply)
  reply.header('GS1-EPC-Format', epcFormat)
  return sendText(reply, documentOf(rows, { creationDate, queryName, epcFormat }, format), format)
}
