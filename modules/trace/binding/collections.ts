import { expandTerm, normaliseId } from '@ronghe/epcis'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Collection, isMember, members } from '../store/collections.ts'
import type { Condition } from '../store/query.ts'
import { roles } from '../store/roles.ts'
import { officialContext, sendText } from './answer.ts'
import { type Binding, bounded, callerWho, sayVersions, wantedFormat } from './asking.ts'
import { prefixesOf, sendEvents } from './events.ts'
import { perPageOf, sayNextPage, tokenOf } from './paging.ts'
import { eventQuery, type Given } from './parameters.ts'
import { Problem } from './problem.ts'

export const eventTypes = [
  'AggregationEvent',
  'AssociationEvent',
  'ObjectEvent',
  'TransactionEvent',
  'TransformationEvent',
] as const

/** Which events a member of a collection has. */
const conditions: Readonly<Record<Collection, (value: string) => Condition>> = {
  epcs: (value) => ({ kind: 'things', roles: everyRole, exact: [value], prefixes: [] }),
  bizSteps: (value) => ({ kind: 'column', column: 'biz_step', values: [value] }),
  dispositions: (value) => ({ kind: 'column', column: 'disposition', values: [value] }),
  bizLocations: (value) => ({ kind: 'place', column: 'biz_location', values: [value], within: false }),
  readPoints: (value) => ({ kind: 'place', column: 'read_point', values: [value], within: false }),
}

const everyRole = Object.entries(roles).flatMap(([name, role]) => {
  return /^(transaction|source|destination)$/.test(name) ? [] : [role]
})

/** The resources by which events are browsed, each with its members and their events. */
export function mountCollections(scope: FastifyInstance, binding: Binding): void {
  mountEventTypes(scope, binding)
  for (const collection of Object.keys(conditions) as Collection[]) {
    scope.get(`/${collection}`, (request, reply) => getMembers(binding, request, reply, collection))
    scope.get(`/${collection}/*`, (request, reply) => getMember(binding, request, reply, collection))
  }
}

function mountEventTypes(scope: FastifyInstance, binding: Binding): void {
  const all: readonly string[] = [...eventTypes, 'all']
  const known = (request: FastifyRequest) => {
    const { eventType } = request.params as { eventType: string }
    if (!all.includes(eventType)) throw new Problem('NoSuchResourceException', eventType)
    return eventType
  }
  scope.get('/eventTypes', async (request, reply) => {
    await callerWho(binding, request, 'trace.read')
    return sendMembers(request, reply, eventTypes)
  })
  scope.get('/eventTypes/:eventType', async (request, reply) => {
    await callerWho(binding, request, 'trace.read')
    known(request)
    return sendMembers(request, reply, ['events'])
  })
  scope.get('/eventTypes/:eventType/events', async (request, reply) => {
    const type = known(request)
    const more: Condition[] = type === 'all' ? [] : [{ kind: 'column', column: 'type', values: [type] }]
    const query = eventQuery(request.query as Given, prefixesOf(request))
    return sendEvents(binding, request, reply, query, more, 'SimpleEventQuery')
  })
}

async function getMembers(
  binding: Binding,
  request: FastifyRequest,
  reply: FastifyReply,
  collection: Collection,
) {
  const { house } = binding
  const caller = await callerWho(binding, request, 'trace.read')
  const perPage = perPageOf(request)
  const token = tokenOf(request, house)
  const organisationId = bounded(caller)
  const found = await house.db.transaction(caller, (sql) =>
    members(sql, collection, organisationId, token?.at[0] ?? '', perPage + 1),
  )
  const page = found.slice(0, perPage)
  sayNextPage(request, reply, house, found.length > perPage ? [page.at(-1)!] : null)
  return sendMembers(request, reply, page)
}

/** A value may be a whole web address, whether or not its slashes were encoded. */
async function getMember(
  binding: Binding,
  request: FastifyRequest,
  reply: FastifyReply,
  collection: Collection,
) {
  const path = (request.params as { '*': string })['*']
  const wantsEvents = path.endsWith('/events')
  const value = canonical(collection, wantsEvents ? path.slice(0, -7) : path)
  const caller = await callerWho(binding, request, 'trace.read')
  const isKnown = await binding.house.db.transaction(caller, (sql) =>
    isMember(sql, collection, bounded(caller), value),
  )
  if (!isKnown) throw new Problem('NoSuchResourceException', value)
  if (!wantsEvents) return sendMembers(request, reply, ['events'])
  const query = eventQuery(request.query as Given, prefixesOf(request))
  return sendEvents(binding, request, reply, query, [conditions[collection](value)], 'SimpleEventQuery')
}

function canonical(collection: Collection, value: string): string {
  if (collection === 'bizSteps') return expandTerm('bizStep', value)
  return collection === 'dispositions' ? expandTerm('disposition', value) : normaliseId(value)
}

function sendMembers(request: FastifyRequest, reply: FastifyReply, list: readonly string[]) {
  const format = wantedFormat(request, ['json'])
  sayVersions(reply)
  return sendText(
    reply,
    JSON.stringify({ '@context': officialContext, type: 'Collection', member: list }),
    format,
  )
}
