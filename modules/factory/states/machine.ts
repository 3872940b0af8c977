import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { Series } from '@ronghe/kit/series'
import { type StateInterval, type StateRules, statesFromSignals } from '@ronghe/oee'
import * as store from '../store/derivation.ts'
import { replaceSpans, type SpanRow } from '../store/states.ts'
import { type TagRow, tagsOfMachine } from '../store/tags.ts'
import type { Watched } from './journal.ts'
import { controllerMeanings, counterMeanings } from './meanings.ts'
import { boundRules, effectiveRules } from './rules.ts'
import { signalPointsMax, signalsOf } from './signals.ts'

/** Points looked at to find the first good one of a controller. */
const proofPointsMax = 1000

/** What a machine's states and counts are made from, and whether time alone can change its state. */
export type Derived = Watched & { isTimed: boolean }

/**
 * Derives the states of one machine from where they are pending (or where they end) up to `knownTo`, as far
 * as one go
 * reaches. One transaction: states, how far they go, and what is left to do. Nothing is done twice wrongly:
 * the same
 * signals give the same rows, wherever the derivation was cut or killed.
 */
export async function deriveMachine(
  house: House,
  row: store.DerivationRow,
  knownTo: number,
  pointsMax = signalPointsMax,
): Promise<Derived> {
  const machine = { id: row.equipmentId, organisationId: row.organisationId }
  const { rules, tags } = await house.act(systemCaller, async ({ sql }) => ({
    rules: (await effectiveRules(sql, machine)).rules,
    tags: await tagsOfMachine(sql, machine.id),
  }))
  const bound = boundRules(rules, tags)
  const isNewRules = row.rulesHash !== null && row.rulesHash !== bound.hash
  const from = isNewRules
    ? earlier(row.pendingFrom, row.derivedFrom)
    : earlier(row.pendingFrom, row.derivedTo)
  const counters = tags.filter((tag) => tag.meaning !== null && counterMeanings.has(tag.meaning))
  const derived = { states: idsOf(bound.tags), counters: idsOf(counters), isTimed: isTimed(rules) }
  if (from === null || knownTo <= from) return derived
  const window = { fromMicros: from, toMicros: knownTo }
  const { signals, toMicros } = await signalsOf(house.series, bound.tags, window, pointsMax)
  const spans = spansOf(statesFromSignals(bound.rules, signals, { fromMicros: from, toMicros }))
  const proof = row.isProved ? null : await provedAt(house.series, rules, tags, window)
  const isWhole = toMicros === knownTo
  await house.act(systemCaller, async ({ sql, now }) => {
    await replaceSpans(sql, machine, from, spans)
    const pendingFrom = isWhole ? null : toMicros
    // Days go on from where they end, but of a silent machine they are computed up to now, beyond its states.
    const isNewForDays = from === row.derivedTo && (row.daysTo ?? from) <= from
    const daysFrom = isNewForDays ? null : from
    const done = { fromMicros: from, toMicros, knownTo, pendingFrom, rulesHash: bound.hash, daysFrom }
    await store.keepDerived(sql, row, done, now)
    if (proof !== null) await store.proveControl(sql, machine.id, proof)
  })
  return derived
}

/** Neighbours with the same state and reason are one row, whichever rule or unknown tag decided. */
export function spansOf(intervals: readonly StateInterval[]): SpanRow[] {
  const spans: SpanRow[] = []
  for (const { fromMicros, toMicros, state, reason } of intervals) {
    const last = spans.at(-1)
    if (last && last.state === state && last.reason === reason) last.toMicros = toMicros
    else spans.push({ fromMicros, toMicros, state, reason })
  }
  return spans
}

function idsOf(tags: readonly TagRow[]): ReadonlySet<string> {
  return new Set(tags.map((tag) => tag.id))
}

/** With a bound on silence a state ends by time alone. */
function isTimed(rules: StateRules): boolean {
  return typeof rules.silenceMicrosMax === 'number'
}

/**
 * The first good value of a signal that only a numerical control sends, in the window; null where there is
 * none.
 */
async function provedAt(
  series: Series,
  rules: StateRules,
  tags: readonly TagRow[],
  window: { fromMicros: number; toMicros: number },
): Promise<number | null> {
  const telling = tags.filter((tag) => tag.meaning !== null && controllerMeanings.has(tag.meaning))
  const { signals } = await signalsOf(series, telling, window, proofPointsMax)
  const nowhere = new Set<unknown>([...(rules.unknownValues ?? []), null, ''])
  const times = Object.values(signals)
    .flat()
    .filter((point) => point.quality === 'good' && !nowhere.has(point.value))
    .map((point) => point.timeMicros)
  return times.length > 0 ? times.reduce((first, time) => Math.min(first, time)) : null
}

function earlier(left: number | null, right: number | null): number | null {
  if (left === null) return right
  return right === null ? left : Math.min(left, right)
}
