import type { Ctx } from '@ronghe/kit/module'
import { limitsOf } from '../store/limits.ts'
import type { Load } from './wire.ts'

type Limit = NonNullable<Load['held']>
type Watch = { limit: Limit; sinceMs: number; seenMs: number }
export type Hold = Watch & { organisationId: string; toldMs: number | null }

/** Held again within this time it was never free: an edge that waits sends little. */
const pauseMsMax = 10_000
/** What held when the server ended goes on where it was, if the server was not away for longer. */
const awayMsMax = 10 * 60_000
/** A burst is nobody's concern. */
const heldMsMin = 60_000
/** People are told once in so long. */
const quietMs = 6 * 3_600_000

export type HeldWatch = ReturnType<typeof createHeldWatch>

/** Follows which organisations a limit holds, and since when; answers those whose people are to be told. */
export function createHeldWatch() {
  const watches = new Map<string, Watch>()
  const toldMs = new Map<string, number>()

  return {
    take(rows: readonly Load[], nowMs: number): { organisationId: string; limit: Limit }[] {
      for (const [id, { seenMs }] of watches) if (nowMs - seenMs > pauseMsMax) watches.delete(id)
      return rows.flatMap(({ organisationId, held: limit }) => {
        if (limit === null) return []
        const { sinceMs } = watches.get(organisationId) ?? { sinceMs: nowMs }
        watches.set(organisationId, { limit, sinceMs, seenMs: nowMs })
        const isTold = nowMs - (toldMs.get(organisationId) ?? Number.NEGATIVE_INFINITY) < quietMs
        if (nowMs - sinceMs < heldMsMin || isTold) return []
        toldMs.set(organisationId, nowMs)
        return [{ organisationId, limit }]
      })
    },
    /** What was known before the server began anew, at `nowMs`; a hold goes on that was seen lately. */
    restore(holds: readonly Hold[], nowMs: number): void {
      for (const { organisationId, toldMs: told, ...hold } of holds) {
        if (told !== null && !toldMs.has(organisationId)) toldMs.set(organisationId, told)
        if (nowMs - hold.seenMs > awayMsMax) continue
        const begun = watches.get(organisationId)
        watches.set(organisationId, { ...hold, ...begun, sinceMs: hold.sinceMs, seenMs: nowMs })
      }
    },
    /** All that hold now, to be kept. */
    holds(nowMs: number): Hold[] {
      return [...watches].flatMap(([organisationId, watch]) =>
        nowMs - watch.seenMs > pauseMsMax
          ? []
          : [{ organisationId, ...watch, toldMs: toldMs.get(organisationId) ?? null }],
      )
    },
    /** The limit that holds an organisation, and since when. */
    of(organisationId: string, nowMs: number): { limit: Limit; sinceMs: number } | null {
      const watch = watches.get(organisationId)
      return watch && nowMs - watch.seenMs <= pauseMsMax ? watch : null
    },
  }
}

/** Tells the people who look after an organisation's edges that it is held, and at how much. */
export async function tellHeld(ctx: Ctx, organisationId: string, limit: Limit): Promise<void> {
  const limits = await limitsOf(ctx.sql, organisationId)
  const max = {
    points: limits.pointsPerSecondMax,
    messages: limits.messagesPerSecondMax,
    day: limits.pointsPerDayMax,
  }
  await ctx.notify({
    to: { organisationId, may: 'factory.connect' },
    word: `factory.notice.limited.${limit}`,
    blanks: { max: String(max[limit]) },
    link: '/factory/limits',
  })
}
