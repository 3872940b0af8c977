import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { documentOf } from '../binding/answer.ts'
import { version } from '../binding/asking.ts'
import { parsedQuery } from '../binding/parameters.ts'
import type { EventRow } from '../store/events.ts'
import { dueSubscriptions, findQuery, type SubscriptionRow, saveProgress } from '../store/queries.ts'
import { freshEvents } from '../store/query.ts'
import { allowedHosts } from './address.ts'
import { nextTime } from './schedule.ts'
import { deliver } from './webhook.ts'

const tickMs = 1000
const messageEvents = 200
const retryMsFirst = 2000
const retryMsMax = 3_600_000

/** Sends new events to whoever subscribed, until the answer is called. */
export async function startDispatch(house: House): Promise<() => Promise<void>> {
  const allowed = allowedHosts(house.config.WEBHOOK_HOSTS_ALLOWED)
  let isStopped = false
  let running: Promise<void> | null = null
  const run = () => {
    if (isStopped || running) return
    running = round(house, allowed)
      .catch((error: unknown) => house.log.error({ err: error }, 'subscriptions'))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(run, tickMs)
  const stopListening = await house.db.listen('trace_captured', run)
  return async () => {
    isStopped = true
    clearInterval(timer)
    await stopListening()
    await running
  }
}

async function round(house: House, allowed: ReadonlySet<string>): Promise<void> {
  const due = await house.db.transaction(systemCaller, (sql) => dueSubscriptions(sql, house.clock.now()))
  await Promise.all(due.map((one) => serve(house, one, allowed)))
}

/** Acts as the organisation that subscribed: it is sent what it may see. */
export function subscriber(organisationId: string): Caller {
  return { ...systemCaller, organisationId, reach: 'own' }
}

async function serve(house: House, one: SubscriptionRow, allowed: ReadonlySet<string>): Promise<void> {
  const caller = subscriber(one.organisationId)
  let seen = one.seen
  let notifiedAt: Date | null = null
  let error: string | null = null
  for (let isFirst = true; !error; isFirst = false) {
    const rows = await house.db.transaction(caller, async (sql) => {
      const named = await findQuery(sql, one.organisationId, one.queryName)
      if (!named) return []
      const { conditions } = parsedQuery(named.query)
      return freshEvents(sql, one.organisationId, conditions, seen, messageEvents)
    })
    const isReport = one.schedule !== null && one.reportIfEmpty && isFirst
    if (rows.length === 0 && !isReport) break
    error = await send(house, one, rows, allowed)
    if (error) break
    notifiedAt = house.clock.now()
    const last = rows.at(-1)
    if (last) seen = { transaction: last.transaction, seq: String(last.seq) }
    if (rows.length < messageEvents) break
  }
  const hasMoved = seen !== one.seen || notifiedAt !== null || error !== null
  // A stream without news has nothing to say, not even to the database.
  if (one.schedule === null && !hasMoved && one.attempts === 0) return
  await house.db.transaction(caller, (sql) =>
    saveProgress(sql, { ...progress(house, one, error), seen, notifiedAt }),
  )
}

/** Failed deliveries are tried again, ever more seldom, and nothing that was not delivered is left out. */
function progress(house: House, { id, schedule, attempts }: SubscriptionRow, error: string | null) {
  const now = house.clock.now()
  if (error !== null) {
    const wait = Math.min(retryMsFirst * 2 ** attempts, retryMsMax)
    return { id, nextAt: new Date(now.getTime() + wait), attempts: attempts + 1, error, executedAt: now }
  }
  return { id, nextAt: schedule ? nextTime(schedule, now) : null, attempts: 0, error, executedAt: now }
}

async function send(
  house: House,
  one: SubscriptionRow,
  rows: readonly EventRow[],
  allowed: ReadonlySet<string>,
): Promise<string | null> {
  const about = {
    creationDate: house.clock.now().toISOString(),
    queryName: one.queryName,
    subscriptionId: one.id,
    epcFormat: 'No_Preference',
  } as const
  const delivery = await deliver(
    {
      dest: one.dest,
      body: documentOf(rows, about, 'json'),
      signatureToken: one.signatureToken,
      headers: { 'GS1-EPCIS-Version': version, 'GS1-CBV-Version': version },
    },
    allowed,
  )
  if ('error' in delivery) return delivery.error
  return delivery.status >= 200 && delivery.status < 300 ? null : `HTTP ${delivery.status}`
}
