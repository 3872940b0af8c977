import { systemCaller } from '../auth/index.ts'
import type { Sql } from '../db/index.ts'
import type { House, Subscriber } from '../module/index.ts'

/** Channel that wakes the dispatchers after a commit with events. */
const channel = 'ronghe_events'
const batchEventsMax = 100
const idleMs = 5000

/** The event behind `ctx.notify`; the room that knows people subscribes to it. */
export const noticeEvent = 'kit.notice'

/** Writes an event into the outbox, in the transaction of what happened. */
export async function emitEvent(
  sql: Sql,
  name: string,
  payload: Record<string, unknown>,
  at: Date,
  requestId: string,
): Promise<void> {
  await sql`insert into kit_events (name, payload, request_id, at)
    values (${name}, ${JSON.stringify(payload)}::text::jsonb, ${requestId}, ${at})`
  await sql`select pg_notify(${channel}, '')`
}

export type Subscription = { subscriber: string; event: string; handle: Subscriber }

/**
 * Delivers events to the subscribers, each in commit order, in one transaction with its cursor: an effect in
 * the database happens exactly once. A failing event is tried again with growing waits and put aside at last.
 */
export async function startBus(
  house: House,
  subscriptions: readonly Subscription[],
): Promise<() => Promise<void>> {
  const loops = subscriptions.map((subscription) => startLoop(house, subscription))
  const unlisten = await house.db.listen(channel, () => {
    for (const loop of loops) loop.wake()
  })
  return async () => {
    await unlisten()
    await Promise.all(loops.map((loop) => loop.stop()))
  }
}

function startLoop(house: House, subscription: Subscription): { wake(): void; stop(): Promise<void> } {
  let stopped = false
  let wakeNow: (() => void) | null = null
  let woken = false
  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      const more = await deliver(house, subscription).catch((error: unknown) => {
        house.log.error({ err: error, subscriber: subscription.subscriber }, 'event delivery failed')
        return false
      })
      if (!more && !woken && !stopped) await pause()
    }
  }
  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, idleMs)
      wakeNow = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  const running = run()
  return {
    wake() {
      woken = true
      wakeNow?.()
    },
    stop() {
      stopped = true
      wakeNow?.()
      return running
    },
  }
}

/** One round; true when there may be more at once. */
async function deliver(house: House, subscription: Subscription): Promise<boolean> {
  const { subscriber, event, handle } = subscription
  let current: { id: bigint; transaction: string } | null = null
  try {
    return await house.act(systemCaller, async (ctx) => {
      const { sql } = ctx
      await sql`insert into kit_cursors (subscriber) values (${subscriber}) on conflict do nothing`
      const [cursor] = await sql`select transaction_id::text, event_id, retry_at from kit_cursors
        where subscriber = ${subscriber} for update skip locked`
      if (!cursor || (cursor.retry_at && cursor.retry_at > house.clock.now())) return false
      const events = await sql`select id, transaction_id::text as transaction, name, payload from kit_events
        where (transaction_id, id) > (${cursor.transaction_id}::xid8, ${cursor.event_id})
          and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        order by transaction_id, id limit ${batchEventsMax}`
      // One failing event must not undo those before it, so a batch ends with the first that has a handler.
      for (const row of events) {
        current = { id: row.id, transaction: row.transaction }
        if (row.name === event) await handle(ctx, row.payload)
        await sql`update kit_cursors set transaction_id = ${row.transaction}::xid8, event_id = ${row.id},
          attempts = 0, retry_at = null, error = null where subscriber = ${subscriber}`
        if (row.name === event) return true
      }
      return events.length === batchEventsMax
    })
  } catch (error) {
    if (current) await failed(house, subscriber, current, error)
    return false
  }
}

async function failed(
  house: House,
  subscriber: string,
  event: { id: bigint; transaction: string },
  error: unknown,
): Promise<void> {
  const text = error instanceof Error ? error.message : String(error)
  const now = house.clock.now()
  await house.act(systemCaller, async ({ sql }) => {
    const [cursor] = await sql`update kit_cursors set attempts = attempts + 1, error = ${text},
      retry_at = ${now}::timestamptz + make_interval(secs => least(300, power(2, attempts)::int))
      where subscriber = ${subscriber} returning attempts`
    house.log.warn(
      { subscriber, event: String(event.id), attempts: cursor?.attempts, error: text },
      'event failed',
    )
    if ((cursor?.attempts ?? 0) < house.config.EVENT_ATTEMPTS_MAX) return
    await sql`insert into kit_events_put_aside (subscriber, event_id, error, at)
      values (${subscriber}, ${event.id}, ${text}, ${now}) on conflict do nothing`
    await sql`update kit_cursors set transaction_id = ${event.transaction}::xid8, event_id = ${event.id},
      attempts = 0, retry_at = null where subscriber = ${subscriber}`
  })
}
