import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { withQuiet } from '../service/alarm-answers.ts'
import * as store from '../store/alarm-watches.ts'
import type { DerivationRow } from '../store/derivation.ts'
import { type TagRow, tagsOfMachine } from '../store/tags.ts'
import { type Bound, bindBody } from './bind.ts'
import { callPeople } from './call.ts'
import { defineConditions } from './conditions.ts'
import { evaluateWatch } from './evaluate-watch.ts'
import { bindAnew, syncWatches } from './sync.ts'
import { tellPages } from './tell.ts'

/** Watches are matched with machines, and their bindings looked at, this often. */
const syncMs = 30_000
/** Who is to be told is looked at this often. */
const callMs = 5000
/** Watches evaluated in one round; the rest follow in the next. */
const watchesMax = 2000

/** Silence is counted up to a little before now, for what is still on its way. */
const silenceSlackMicros = 3_000_000

/** Up to when the signals of a machine are known, given how far data of some of them reach. */
export type KnownTo = (row: DerivationRow, dataTo: number | null) => number | null

/**
 * Keeps every alarm: after each step of the telemetry journal it evaluates the watches that have news or that
 * time alone may change. All of one watch is one transaction, so a kill at any moment only repeats work.
 */
export function createAlarms(house: House): {
  round(rows: readonly DerivationRow[], knownTo: KnownTo): Promise<void>
} {
  const bounds = new Map<string, Bound>()
  let syncedMs = 0
  let calledMs = 0

  /** The watch's binding, if it is the one that stands in the database. */
  function boundOf(row: store.WatchRow, tags: readonly TagRow[]) {
    const kept = bounds.get(row.id)
    if (kept && kept.hash === row.hash) return kept
    const { bound } = bindBody(row.body, tags)
    if (!bound || bound.hash !== row.hash) return null
    bounds.set(row.id, bound)
    return bound
  }

  async function one(row: store.WatchRow, machine: DerivationRow, tags: readonly TagRow[], knownTo: KnownTo) {
    const nowMicros = house.clock.now().getTime() * 1000
    if (row.boundVersion !== row.version) return void (await bindAnew(house, row, tags))
    const until = row.body.kind === 'stale' ? nowMicros - silenceSlackMicros : knownTo(machine, row.knownTo)
    if (until === null) return
    if (row.pendingFrom === null && (row.wakeAt === null || row.wakeAt >= until)) return
    const bound = boundOf(row, tags)
    // Its signals changed since it was bound.
    if (!bound) return void (await bindAnew(house, row, tags))
    await evaluateWatch(house, row, bound, until, nowMicros)
  }

  return {
    async round(rows, knownTo) {
      const now = house.clock.now()
      if (now.getTime() - syncedMs >= syncMs) {
        await defineConditions(house)
        await syncWatches(house)
        syncedMs = now.getTime()
      }
      const opened = await house.act(systemCaller, endShelving)
      tellPages(house, opened)
      const machines = new Map(rows.map((row) => [row.equipmentId, row]))
      const due = (await house.act(systemCaller, ({ sql }) => store.dueWatches(sql))).slice(0, watchesMax)
      const tags = new Map<string, TagRow[]>()
      for (const row of due) {
        const machine = machines.get(row.equipmentId)
        if (!machine) continue
        const own =
          tags.get(row.equipmentId) ??
          (await house.act(systemCaller, ({ sql }) => tagsOfMachine(sql, row.equipmentId)))
        tags.set(row.equipmentId, own)
        try {
          await one(row, machine, own, knownTo)
        } catch (error) {
          house.log.error({ err: error, watchId: row.id }, 'alarm not evaluated')
        }
      }
      if (now.getTime() - calledMs < callMs) return
      calledMs = now.getTime()
      await callPeople(house)
    },
  }
}

/** Shelves whose time is over are opened: what is still active is announced. */
async function endShelving(ctx: Ctx): Promise<store.WatchRow[]> {
  const ids = await store.shelvesOver(ctx.sql, ctx.now)
  if (ids.length === 0) return []
  const rows = await store.watchesForUpdate(ctx.sql, ids)
  for (const row of rows) await withQuiet(ctx, row, { kind: 'unshelve' }, { kind: 'shelfEnded' })
  return rows
}
