import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import * as store from '../store/limits.ts'
import { createHeldWatch, tellHeld } from './held-watch.ts'
import type { Load } from './wire.ts'

const keepMs = 5_000
/** Seconds over which the present rate is told. */
const rateSeconds = 10

export type Rate = {
  pointsPerSecond: number
  messagesPerSecond: number
  held: Load['held']
  heldSinceMs: number | null
}

/**
 * Adds up what organisations bring: their rate at present, and their day; those that a limit holds are told.
 */
export function createLoadDesk(house: House, takeRefused: () => Map<string, number>) {
  const recent = new Map<string, Load[]>()
  const heldWatch = createHeldWatch()
  let sums = new Map<string, Load>()
  let working: Promise<void> = Promise.resolve()

  async function keep(): Promise<void> {
    const holds = heldWatch.holds(nowMs())
    if (holds.length > 0) await house.act(systemCaller, ({ sql }) => store.keepHolds(sql, holds))
    const refused = takeRefused()
    const all = sums
    sums = new Map()
    const ids = new Set([...all.keys(), ...refused.keys()])
    if (ids.size === 0) return
    const rows = [...ids].map((organisationId) => ({
      ...(all.get(organisationId) ?? none(organisationId)),
      refused: refused.get(organisationId) ?? 0,
    }))
    await house.act(systemCaller, ({ sql, now }) => store.addLoad(sql, now, rows))
  }

  function soon(work: () => Promise<void> = keep): void {
    working = working.then(work).catch((error: unknown) => house.log.error({ err: error }, 'load not kept'))
  }

  const nowMs = () => house.clock.now().getTime()

  async function restore(): Promise<void> {
    heldWatch.restore(await house.act(systemCaller, ({ sql }) => store.keptHolds(sql)), nowMs())
  }

  soon(restore)
  const timer = setInterval(() => soon(), keepMs)
  return {
    /** What organisations brought in the last second; every one that is known, each second. */
    take(rows: readonly Load[]): void {
      for (const { organisationId, limit } of heldWatch.take(rows, nowMs()))
        soon(() => house.act(systemCaller, (ctx) => tellHeld(ctx, organisationId, limit)))
      const named = new Set(rows.map((row) => row.organisationId))
      for (const [id, list] of recent) if (!named.has(id)) list.push(none(id))
      for (const row of rows) {
        const list = recent.get(row.organisationId) ?? []
        list.push(row)
        recent.set(row.organisationId, list)
        const sum = sums.get(row.organisationId) ?? none(row.organisationId)
        sums.set(row.organisationId, added(sum, row))
      }
      for (const list of recent.values()) if (list.length > rateSeconds) list.shift()
    },
    rate(organisationId: string): Rate {
      const list = recent.get(organisationId) ?? []
      const held = heldWatch.of(organisationId, nowMs())
      const sum = (of: (one: Load) => number) => list.reduce((total, one) => total + of(one), 0) / rateSeconds
      return {
        pointsPerSecond: Math.round(sum((one) => one.points + one.duplicates)),
        messagesPerSecond: Math.round(sum((one) => one.messages) * 10) / 10,
        held: held?.limit ?? null,
        heldSinceMs: held?.sinceMs ?? null,
      }
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      soon()
      await working
    },
  }
}

function added(sum: Load, row: Load): Load {
  return {
    organisationId: row.organisationId,
    messages: sum.messages + row.messages,
    points: sum.points + row.points,
    duplicates: sum.duplicates + row.duplicates,
    bytes: sum.bytes + row.bytes,
    held: row.held ?? sum.held,
  }
}

function none(organisationId: string): Load {
  return { organisationId, messages: 0, points: 0, duplicates: 0, bytes: 0, held: null }
}
