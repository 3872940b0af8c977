import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { createAlarms } from '../alarms/follow.ts'
import { isoOf } from '../micros.ts'
import { computeDays } from '../oee/days.ts'
import { type DerivationRow, derivations } from '../store/derivation.ts'
import { silenceMs } from '../store/equipment.ts'
import { extendSpans } from '../store/states.ts'
import { type Knowledge, knownTo } from './horizon.ts'
import { followJournal, type News } from './journal.ts'
import { type Derived, deriveMachine } from './machine.ts'

const roundMs = 1000
/** Journal steps, and machines derived or computed, in one round; the rest follow in the next. */
const stepsMax = 10
const machinesMax = 200
/** States that merely go on are written at most this often. */
const extendMicros = 5_000_000
/** Alarms wait this long for points that are still on their way from the edge. */
const settleMicros = 3_000_000
/** Figures of today are computed anew at most this often. */
const daysMs = 30_000

/** What the deriver asks of the broker: when an edge was last heard, Unix milliseconds. */
export type Heard = { lastHeardMs(edgeId: string): number | undefined }

/**
 * Follows the telemetry journal and keeps states and figures of every connected machine. What is still to be
 * done
 * stands in the database, so a kill at any moment only repeats work.
 */
export function startDeriving(house: House, heard: Heard): () => Promise<void> {
  const deriver = createDeriver(house, heard)
  return startRounds(house.log, {
    everyMs: roundMs,
    failed: 'states not derived',
    round: () => deriver.round(),
  })
}

/** One deriver at a time: the process that owns the telemetry store has it. */
export function createDeriver(house: House, heard: Heard): { round(): Promise<void> } {
  const journal = followJournal(house)
  const derivedOnce = new Map<string, Derived>()
  const daysAtMs = new Map<string, number>()
  const tell = createTeller(house)
  const alarms = createAlarms(house)

  /** Alarms follow what is durable of their signals at once, and time alone a little later. */
  async function raise(rows: readonly DerivationRow[], nowMicros: number): Promise<void> {
    const edges = newsByEdge(journal, rows)
    await alarms.round(rows, (row, dataTo) => {
      const known = knowledgeOf(row, heard, edges.get(row.edgeId), nowMicros)
      const data = Math.max(dataTo ?? 0, row.knownTo ?? 0)
      const reached = Math.max(data, (knownTo(known) ?? 0) - settleMicros)
      return reached === 0 ? null : reached
    })
  }

  /** Derives what has news; of the others the last state goes on. */
  async function states(rows: readonly DerivationRow[], now: number): Promise<void> {
    const extended: { equipmentId: string; toMicros: number }[] = []
    const edges = newsByEdge(journal, rows)
    let count = 0
    for (const row of rows) {
      const until = knownTo(knowledgeOf(row, heard, edges.get(row.edgeId), now))
      if (until === null) continue
      const once = derivedOnce.get(row.equipmentId)
      const isNews = row.pendingFrom !== null && row.pendingFrom < until
      const isLonger = row.derivedTo !== null && until - row.derivedTo >= extendMicros
      if (!isNews && once && !once.isTimed) {
        if (isLonger) extended.push({ equipmentId: row.equipmentId, toMicros: until })
        continue
      }
      if ((!isNews && once && !isLonger) || count >= machinesMax) continue
      count++
      const derived = await deriveMachine(house, row, until)
      derivedOnce.set(row.equipmentId, derived)
      journal.watch(row.equipmentId, derived)
    }
    if (extended.length > 0)
      await house.act(systemCaller, ({ sql, now: at }) => extendSpans(sql, extended, at))
  }

  async function days(rows: readonly DerivationRow[], nowMs: number): Promise<void> {
    let count = 0
    for (const row of rows) {
      if (row.derivedTo === null || count >= machinesMax) continue
      // While states are behind, the days after would be computed in vain.
      if (row.pendingFrom !== null && row.pendingFrom < row.derivedTo) continue
      if (nowMs - (daysAtMs.get(row.equipmentId) ?? 0) < daysMs) continue
      count++
      if (await computeDays(house, row, nowMs * 1000)) daysAtMs.set(row.equipmentId, nowMs)
    }
  }

  const read = () => house.act(systemCaller, ({ sql, now }) => derivations(sql, now))
  return {
    async round() {
      for (let step = 0; step < stepsMax; step++) if (!(await journal.follow())) break
      const nowMs = house.clock.now().getTime()
      const before = await read()
      await states(before, nowMs * 1000)
      const after = await read()
      for (const row of after) tell(row, nowMs * 1000)
      await raise(after, nowMs * 1000)
      await days(after, nowMs)
    },
  }
}

/** What each edge has brought since this process began: the newest of its machines' news. */
function newsByEdge(
  journal: ReturnType<typeof followJournal>,
  rows: readonly DerivationRow[],
): Map<string, News> {
  const edges = new Map<string, News>()
  for (const { edgeId, equipmentId } of rows) {
    const one = journal.newsOf(equipmentId)
    if (!one) continue
    const known = edges.get(edgeId) ?? one
    const newest = Math.max(known.newest, one.newest)
    edges.set(edgeId, { newest, newsAt: Math.max(known.newsAt, one.newsAt) })
  }
  return edges
}

function knowledgeOf(row: DerivationRow, heard: Heard, edge: News | undefined, now: number): Knowledge {
  const heardMs = heard.lastHeardMs(row.edgeId)
  return {
    knownTo: row.knownTo,
    isOnline: row.isOnline,
    onlineSince: row.edgeStateAt,
    heard: heardMs === undefined ? null : heardMs * 1000,
    newestOfEdge: edge?.newest ?? null,
    newsAt: edge?.newsAt ?? null,
    now,
  }
}

/** Tells the pages that watch when a machine's state is another one than they were told. */
function createTeller(house: House): (row: DerivationRow, now: number) => void {
  const shown = new Map<string, string>()
  return (row, now) => {
    const { organisationId, equipmentId, derivedTo, stateFrom } = row
    if (row.state === null || stateFrom === null || derivedTo === null) return
    const isSilent = derivedTo <= now - silenceMs * 1000 && row.state !== 'unknown'
    const state = isSilent ? 'unknown' : row.state
    const since = isoOf(isSilent ? derivedTo : stateFrom)
    const said = `${state} ${since}`
    if (shown.get(equipmentId) === said) return
    shown.set(equipmentId, said)
    const may = 'factory.read'
    house.publish({ name: 'factory.board', may, organisationId }, { equipmentId, state, since })
    house.publish({ name: `factory.equipment.${equipmentId}`, may, organisationId }, { state, since })
  }
}
