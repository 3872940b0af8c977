import type { Sql } from '@ronghe/kit/db'
import type { Series } from '@ronghe/kit/series'
import type { Count } from '@ronghe/oee'
import { dayMicros } from '../micros.ts'
import { signalsOf } from '../states/signals.ts'
import { type CountRule, countRuleOf, type DeclaredCount, declaredCountsIn } from '../store/counts.ts'
import { spansOf } from '../store/states.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { type Counted, countsOf, type Growth, split } from './counts.ts'
import { programEnds } from './cycles.ts'

/** Points of one counter in a window of figures; what is beyond is not counted, and the figure says so. */
const counterPointsMax = 1_000_000
/** A program that began before the window is looked for this far back. */
const cycleMicrosMax = dayMicros

type Window = { fromMicros: number; toMicros: number }

/** Where counts come from when not from the machine's own counters alone. */
export type CountedBy = { source: CountRule['source']; basis: 'evidenced' | 'declared' }

/** What was made in a window by the machine's rule, and whether a person's word is in it. */
export async function countedIn(
  sql: Sql,
  series: Series,
  equipmentId: string,
  window: Window,
): Promise<Counted & { countedBy?: CountedBy }> {
  const rule = await countRuleOf(sql, equipmentId)
  const declared = await declaredCountsIn(sql, equipmentId, window)
  if (rule.source === 'declared') return byWord(declared)
  const own =
    rule.source === 'counter'
      ? await byCounters(sql, series, equipmentId, window)
      : await byProgramEnds(sql, equipmentId, window, rule)
  return withRejects(own, declared, rule)
}

async function byCounters(sql: Sql, series: Series, equipmentId: string, window: Window): Promise<Counted> {
  const meanings = { PART_COUNT: 'total', PART_COUNT_GOOD: 'good', PART_COUNT_BAD: 'rejected' } as const
  const tags = await tagsOfMachine(sql, equipmentId)
  const counters: Parameters<typeof countsOf>[0] = {}
  for (const [meaning, name] of Object.entries(meanings)) {
    const tag = tags.find((one) => one.meaning === meaning)
    if (!tag) continue
    // A part counted at the very end of the window belongs to it.
    const reach = { fromMicros: window.fromMicros, toMicros: window.toMicros + 1 }
    const { signals } = await signalsOf(series, [tag], reach, counterPointsMax)
    counters[name] = signals[tag.id] ?? []
  }
  return countsOf(counters, window)
}

async function byProgramEnds(
  sql: Sql,
  equipmentId: string,
  window: Window,
  rule: CountRule,
): Promise<Counted> {
  const from = Math.max(0, window.fromMicros - cycleMicrosMax)
  const spans = await spansOf(sql, equipmentId, from, window.toMicros + 1)
  const cycleMicrosMin = rule.cycleSecondsMin * 1_000_000
  const ends = programEnds(spans, window, { partsPerEnd: rule.partsPerEnd, cycleMicrosMin })
  // A machine of which nothing was heard in the window has not proved that it made nothing.
  const isHeard = spans.some((one) => one.state !== 'unknown' && one.toMicros > window.fromMicros)
  const counts = ends.map((one) => ({ timeMicros: one.timeMicros, good: one.quantity, rejected: 0 }))
  return { counts: isHeard ? counts : null, rejectsKnown: false }
}

/** Pure: only what people counted; without a word of theirs nothing is known. */
export function byWord(declared: readonly DeclaredCount[]): Counted & { countedBy: CountedBy } {
  const counts = declared.map(({ timeMicros, good, rejected, rejectedStartup, product }): Count => {
    return { timeMicros, good, rejected, rejectedStartup, product }
  })
  const countedBy = { source: 'declared', basis: 'declared' } as const
  return { counts: counts.length > 0 ? counts : null, rejectsKnown: counts.length > 0, countedBy }
}

/**
 * Pure: what machines counted, less what people called rejected. That is a word, and so are all figures with
 * it; where the machine's counters tell rejects apart themselves, no word is needed.
 */
export function withRejects(
  own: Counted,
  declared: readonly DeclaredCount[],
  rule: Pick<CountRule, 'source' | 'rejects'>,
): Counted & { countedBy?: CountedBy } {
  const evidenced = rule.source === 'counter' ? {} : { countedBy: { ...rule, basis: 'evidenced' as const } }
  const rejects = declared.filter((one) => one.rejected > 0)
  const isSaid = rejects.length > 0 || rule.rejects === 'noneUnlessSaid'
  if (own.counts === null || own.rejectsKnown || !isSaid) return { ...own, ...onlySource(evidenced) }
  const totals: Growth[] = own.counts.map((one) => ({ timeMicros: one.timeMicros, quantity: one.good }))
  const bad: Growth[] = rejects.map((one) => ({ timeMicros: one.timeMicros, quantity: one.rejected }))
  return {
    counts: split(totals, bad),
    rejectsKnown: true,
    countedBy: { source: rule.source, basis: 'declared' },
  }
}

function onlySource(of: { countedBy?: CountedBy & { rejects?: string } }): { countedBy?: CountedBy } {
  return of.countedBy ? { countedBy: { source: of.countedBy.source, basis: of.countedBy.basis } } : {}
}
