import type { FastifyInstance, FastifyRequest } from 'fastify'
import { allowedHosts } from '../deliver/address.ts'
import { nextTime } from '../deliver/schedule.ts'
import {
  deleteSubscription,
  findSubscription,
  insertSubscription,
  listSubscriptions,
  type SubscriptionRow,
} from '../store/queries.ts'
import { horizon } from '../store/query.ts'
import { sendText } from './answer.ts'
import { type Binding, callerWho, organisationOf, sayVersions, wantedFormat } from './asking.ts'
import { jsonBody } from './body.ts'
import { named } from './named.ts'
import { perPageOf, sayNextPage, tokenOf } from './paging.ts'
import { Problem } from './problem.ts'
import { wishOf } from './wish.ts'

/** Subscriptions of a query by webhook, by schedule or as events come (EPCIS 2.0 section 8.2.5.3). */
export function mountSubscriptions(scope: FastifyInstance, binding: Binding): void {
  const { house } = binding
  const base = '/queries/:queryName/subscriptions'
  scope.get(base, async (request, reply) => {
    const caller = await callerWho(binding, request, 'trace.read')
    wantedFormat(request, ['json'])
    const { name } = await named(binding, caller, request)
    const perPage = perPageOf(request)
    const token = tokenOf(request, house)
    const rows = await house.db.transaction(caller, (sql) =>
      listSubscriptions(sql, organisationOf(caller), name, token?.at[0] ?? null, perPage + 1),
    )
    const page = rows.slice(0, perPage)
    sayNextPage(request, reply, house, rows.length > perPage ? [page.at(-1)!.id] : null)
    sayVersions(reply)
    return sendText(reply, JSON.stringify(page.map(shown)), 'json')
  })
  scope.post(base, async (request, reply) => {
    const caller = await callerWho(binding, request, 'trace.subscribe')
    const { name } = await named(binding, caller, request)
    const wish = wishOf(await jsonBody(request), allowedHosts(house.config.WEBHOOK_HOSTS_ALLOWED))
    const now = house.clock.now()
    const id = house.clock.newId()
    const row = await house.db.transaction(caller, async (sql) => {
      const seen = wish.initialRecordTime === null ? await horizon(sql) : { transaction: '0', seq: '0' }
      const made: SubscriptionRow = {
        ...wish,
        id,
        organisationId: organisationOf(caller),
        queryName: name,
        seen,
        createdAt: now,
        nextAt: wish.schedule ? nextTime(wish.schedule, now) : null,
        lastExecutedAt: null,
        lastNotifiedAt: null,
        minRecordTime: wish.initialRecordTime ?? now,
        attempts: 0,
        error: null,
      }
      await insertSubscription(sql, made)
      return made
    })
    sayVersions(reply)
    const location = `/epcis/queries/${encodeURIComponent(name)}/subscriptions/${id}`
    return sendText(reply.status(201).header('location', location), JSON.stringify(shown(row)), 'json')
  })
  scope.get(`${base}/:subscriptionID`, async (request, reply) => {
    wantedFormat(request, ['json'])
    const { row } = await subscription(binding, request, 'trace.read')
    sayVersions(reply)
    return sendText(reply, JSON.stringify(shown(row)), 'json')
  })
  scope.delete(`${base}/:subscriptionID`, async (request, reply) => {
    const { row, caller } = await subscription(binding, request, 'trace.subscribe')
    await house.db.transaction(caller, (sql) => deleteSubscription(sql, row.id))
    return reply.status(204).send()
  })
}

async function subscription(
  binding: Binding,
  request: FastifyRequest,
  may: 'trace.read' | 'trace.subscribe',
) {
  const caller = await callerWho(binding, request, may)
  const { name } = await named(binding, caller, request)
  const { subscriptionID } = request.params as { subscriptionID: string }
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(subscriptionID)
  const row = isId
    ? await binding.house.db.transaction(caller, (sql) => findSubscription(sql, subscriptionID))
    : null
  if (!row || row.queryName !== name || row.organisationId !== caller.organisationId) {
    throw new Problem('NoSuchResourceException', subscriptionID)
  }
  return { row, caller }
}

/** What is told of a subscription; its token never is. */
function shown(row: SubscriptionRow) {
  return {
    subscriptionID: row.id,
    queryName: row.queryName,
    dest: row.dest,
    ...(row.schedule ? { schedule: row.schedule } : { stream: true }),
    reportIfEmpty: row.reportIfEmpty,
    initialRecordTime: row.minRecordTime.toISOString(),
    createdAt: row.createdAt.toISOString(),
    ...(row.lastExecutedAt ? { lastExecutedAt: row.lastExecutedAt.toISOString() } : {}),
    ...(row.lastNotifiedAt ? { lastNotifiedAt: row.lastNotifiedAt.toISOString() } : {}),
    minRecordTime: row.minRecordTime.toISOString(),
    ...(row.error ? { lastError: row.error } : {}),
  }
}
