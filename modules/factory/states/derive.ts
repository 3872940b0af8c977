import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { statesFromSignals, tagsOfRules } from '@ronghe/oee'
import { computeDays } from '../oee/days.ts'
import * as store from '../store/states.ts'
import { tagsWithMeaning } from '../store/tags.ts'
import { controllerMeanings, effectiveRules } from './rules.ts'
import { type MeantTag, signalsOf } from './signals.ts'

const roundMs = 1_500
const changesMax = 20_000
/** Days are computed anew at most this often while nothing but time goes on. */
const daysMs = 30_000

export type Horizon = { lastHeardMs(edgeId: string): number | undefined }

/**
 * Follows the telemetry journal and keeps states and figures of every connected machine. What is still to be done
 * stands in the database, so a kill at any moment only repeats work.
 */
export function startDeriving(house: House, horizon: Horizon): () => Promise<void> {
  const deriver = createDeriver(house, horizon)
  let stopped = false
  let working = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  function next(): void {
    if (stopped) return
    timer = setTimeout(() => {
      working = deriver
        .round()
        .catch((error: unknown) => house.log.error({ err: error }, 'states'))
        .then(next)
    }, roundMs)
  }
  next()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await working
  }
}

type Known = { equipmentId: string; meaning: string }

export function createDeriver(house: House, horizon: Horizon): { round(): Promise<void> } {
  const bySeries = new Map<number, Known>()
  const byMachine = new Map<string, MeantTag[]>()
  const daysAtMs = new Map<string, number>()
  const shown = new Map<string, string>()

  /** Learns which series mean something; a series that came since is learnt in the round it is first seen. */
  async function learn(): Promise<void> {
    const tags = await house.act(systemCaller, ({ sql }) => tagsWithMeaning(sql))
    const numbers = tags.length > 0 ? await house.series.resolve(tags.map((tag) => tag.id)) : new Int32Array()
    bySeries.clear()
    byMachine.clear()
    for (const [index, { equipmentId, meaning }] of tags.entries()) {
      const series = numbers[index] ?? 0
      bySeries.set(series, { equipmentId, meaning })
      byMachine.set(equipmentId, [...(byMachine.get(equipmentId) ?? []), { meaning, series }])
    }
  }

  async function follow(): Promise<void> {
    const cursor = await house.act(systemCaller, ({ sql }) => store.journal(sql))
    const { changes, cursor: next } = await house.series.changes(cursor, changesMax)
    if (changes.length === 0) return
    const earliest = new Map<string, number>()
    const proved = new Set<string>()
    for (const change of changes) {
      const known = bySeries.get(change.series)
      if (!known) continue
      const { equipmentId, meaning } = known
      earliest.set(equipmentId, Math.min(earliest.get(equipmentId) ?? change.fromMicros, change.fromMicros))
      if (controllerMeanings.has(meaning)) proved.add(equipmentId)
    }
    await house.act(systemCaller, async ({ sql, now }) => {
      const pending = [...earliest].map(([equipmentId, fromMicros]) => ({ equipmentId, fromMicros }))
      await store.notePending(sql, pending, now)
      await store.proveControl(sql, [...proved], now)
      await store.keepJournal(sql, next)
    })
  }

  async function derive(row: store.DerivationRow): Promise<void> {
    const machine = { id: row.equipmentId, organisationId: row.organisationId }
    const rules = await house.act(systemCaller, ({ sql }) => effectiveRules(sql, machine))
    const isNewRules = row.rulesHash !== null && row.rulesHash !== rules.hash
    const from = isNewRules ? row.derivedFrom : earlier(row.pendingFrom, row.derivedTo)
    const until = knownUntil(row)
    if (from === null || until === null || until <= from) return
    const wanted = new Set(tagsOfRules(rules.rules))
    const tags = (byMachine.get(row.equipmentId) ?? []).filter((tag) => wanted.has(tag.meaning))
    const { signals, toMicros } = await signalsOf(house.series, tags, { fromMicros: from, toMicros: until })
    const spans = statesFromSignals(rules.rules, signals, { fromMicros: from, toMicros })
    await house.act(systemCaller, async ({ sql, now }) => {
      await store.replaceSpans(sql, machine, from, spans)
      const isWhole = toMicros === until
      await store.keepDerivation(
        sql,
        {
          ...row,
          fromMicros: from,
          toMicros,
          donePending: isWhole ? row.pendingFrom : null,
          rulesHash: rules.hash,
        },
        now,
      )
      if (isNewRules) await store.askDays(sql, { equipmentId: machine.id }, new Date(from / 1000))
    })
    tell(row, spans.at(-1))
  }

  /** Signals are known up to the last word of the edge; of a machine that has pending data, at least over those. */
  function knownUntil(row: store.DerivationRow): number | null {
    const heardMs = horizon.lastHeardMs(row.edgeId)
    if (row.isOnline && heardMs !== undefined) return heardMs * 1000
    return row.edgeStateMicros
  }

  function tell(row: store.DerivationRow, last: { state: string; fromMicros: number } | undefined): void {
    if (!last || shown.get(row.equipmentId) === last.state) return
    shown.set(row.equipmentId, last.state)
    const message = {
      equipmentId: row.equipmentId,
      state: last.state,
      since: new Date(last.fromMicros / 1000).toISOString(),
    }
    const { organisationId } = row
    house.publish({ name: 'factory.board', may: 'factory.read', organisationId }, message)
    house.publish(
      { name: `factory.equipment.${row.equipmentId}`, may: 'factory.read', organisationId },
      message,
    )
  }

  async function days(row: store.DerivationRow): Promise<void> {
    if (row.daysFrom === null && row.derivedTo === null) return
    const nowMs = house.clock.now().getTime()
    if (row.daysFrom === null && nowMs - (daysAtMs.get(row.equipmentId) ?? 0) < daysMs) return
    daysAtMs.set(row.equipmentId, nowMs)
    await computeDays(house, row)
  }

  return {
    async round() {
      await learn()
      await follow()
      const rows = await house.act(systemCaller, ({ sql }) => store.derivations(sql))
      for (const row of rows) await derive(row)
      for (const row of await house.act(systemCaller, ({ sql }) => store.derivations(sql))) await days(row)
    },
  }
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null ? a : Math.min(a, b)
}
