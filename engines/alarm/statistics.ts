import type { Window } from './evaluate.ts'

/** One activation that was announced; times in microseconds, null: not yet. `rank` 1 is the gravest. */
export type Announced = {
  source: string
  rank: number
  announcedMicros: number
  clearedMicros: number | null
  acknowledgedMicros: number | null
}

export type Flood = { fromMicros: number; toMicros: number; count: number; peak: number }
export type Durations = {
  count: number
  meanMicros: number | null
  medianMicros: number | null
  ninetiethMicros: number | null
  maxMicros: number | null
}
export type Bad = { source: string; count: number; share: number }
export type Band = 'acceptable' | 'manageable' | 'overloaded'

export type Statistics = {
  count: number
  /** Counts of the intervals of ten minutes from the window's start; the last may be shorter. */
  intervals: number[]
  /** Announced per ten minutes on average, and its band (ALM-41); null without time. */
  meanRate: number | null
  band: Band | null
  peakCount: number
  /** Share of the intervals with more than ten. */
  overShare: number | null
  floods: Flood[]
  floodShare: number | null
  /** Sources with three or more announcements within a minute, and how often that was. */
  chattering: { source: string; count: number }[]
  /** Announcements that lasted less than the fleeting bound without acknowledgement. */
  fleetingCount: number
  /** Sources active for more than a day without a break at some moment of the window, the oldest first. */
  stale: { source: string; sinceMicros: number }[]
  /** Active at the window's end. */
  standing: number
  badActors: Bad[]
  badShare: number | null
  priorities: { rank: number; count: number; share: number }[]
  acknowledging: Durations
  lasting: Durations
}

const minute = 60_000_000
const intervalMicros = 10 * minute
const floodStarts = 10
const floodEnds = 5
const chatterCount = 3
const fleetingMicros = 3_000_000
const staleMicros = 24 * 60 * minute
const badActorsCount = 10

/**
 * Figures of a window [from, to) after ANSI/ISA-18.2-2016 clause 16 (ALM-40 to ALM-49). Counted is what was
 * announced in the window; the durations of these reach beyond it, up to `to` where they go on. Give also
 * those announced before that are still active in it. Pure; any sequence gives the same; O(n log n).
 */
export function statisticsOf(announced: readonly Announced[], window: Window): Statistics {
  const all = announced.filter(({ announcedMicros }) => announcedMicros < window.toMicros).toSorted(order)
  const own = all.filter(({ announcedMicros }) => announcedMicros >= window.fromMicros)
  const intervals = intervalsOf(own, window)
  const floods = floodsOf(intervals, window)
  const length = window.toMicros - window.fromMicros
  const meanRate = length > 0 ? (own.length / length) * intervalMicros : null
  const badActors = badOf(own)
  const bad = badActors.reduce((sum, { count }) => sum + count, 0)
  return {
    count: own.length,
    intervals,
    meanRate,
    band: meanRate === null ? null : bandOf(meanRate),
    peakCount: intervals.reduce((most, count) => Math.max(most, count), 0),
    overShare: share(intervals.filter((count) => count > floodStarts).length, intervals.length),
    floods,
    floodShare: share(
      floods.reduce((sum, { fromMicros, toMicros }) => sum + toMicros - fromMicros, 0),
      length,
    ),
    chattering: chatteringOf(own),
    fleetingCount: own.filter(isFleeting).length,
    stale: staleOf(all, window).map(({ source, announcedMicros: sinceMicros }) => ({ source, sinceMicros })),
    standing: all.filter((one) => endOf(one) > window.toMicros || one.clearedMicros === null).length,
    badActors,
    badShare: share(bad, own.length),
    priorities: prioritiesOf(own),
    acknowledging: durationsOf(
      own.flatMap(({ announcedMicros: from, acknowledgedMicros: to }) => (to === null ? [] : [to - from])),
    ),
    lasting: durationsOf(own.map((one) => Math.min(endOf(one), window.toMicros) - one.announcedMicros)),
  }
}

/** At most one in ten minutes is acceptable, at most two manageable (clause 16, average annunciated rate). */
export function bandOf(meanRate: number): Band {
  if (meanRate <= 1) return 'acceptable'
  return meanRate <= 2 ? 'manageable' : 'overloaded'
}

/** Nearest rank: the smallest of the values that at least so many of them do not exceed. */
export function quantile(sorted: readonly number[], part: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!
}

/** Figures that are of some of the announcements alone. */
export const countedKinds = [
  'fleeting',
  'stale',
  'chattering',
  'badActors',
  'overIntervals',
  'floods',
  'acknowledged',
] as const
export type CountedKind = (typeof countedKinds)[number]

/**
 * The announcements that make a figure, in order of time (ALM-50): of stale sources the one since which each
 * is active; of chattering ones each third within a minute.
 */
export function countedOf<A extends Announced>(
  announced: readonly A[],
  window: Window,
  kind: CountedKind,
): A[] {
  const all = announced.filter(({ announcedMicros }) => announcedMicros < window.toMicros).toSorted(order)
  const own = all.filter(({ announcedMicros }) => announcedMicros >= window.fromMicros)
  const startOf = ({ announcedMicros }: Announced) =>
    Math.floor((announcedMicros - window.fromMicros) / intervalMicros)
  switch (kind) {
    case 'fleeting':
      return own.filter(isFleeting)
    case 'stale':
      return staleOf(all, window)
    case 'chattering':
      return [...bySource(own).values()].flatMap(thirds).sort(order)
    case 'badActors': {
      const bad = new Set(badOf(own).map(({ source }) => source))
      return own.filter(({ source }) => bad.has(source))
    }
    case 'overIntervals': {
      const intervals = intervalsOf(own, window)
      return own.filter((one) => (intervals[startOf(one)] ?? 0) > floodStarts)
    }
    case 'floods': {
      const floods = floodsOf(intervalsOf(own, window), window)
      return own.filter(({ announcedMicros: at }) =>
        floods.some(({ fromMicros, toMicros }) => at >= fromMicros && at < toMicros),
      )
    }
    case 'acknowledged':
      return own.filter(({ acknowledgedMicros }) => acknowledgedMicros !== null)
  }
}

function order(left: Announced, right: Announced): number {
  if (left.announcedMicros !== right.announcedMicros) return left.announcedMicros - right.announcedMicros
  return left.source < right.source ? -1 : left.source > right.source ? 1 : 0
}

function endOf({ clearedMicros }: Announced): number {
  return clearedMicros ?? Number.POSITIVE_INFINITY
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

function intervalsOf(own: readonly Announced[], { fromMicros, toMicros }: Window): number[] {
  const counts = new Array<number>(Math.ceil((toMicros - fromMicros) / intervalMicros)).fill(0)
  for (const { announcedMicros } of own) {
    const index = Math.floor((announcedMicros - fromMicros) / intervalMicros)
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

/** A flood begins with an interval of more than ten and ends before the first of fewer than five. */
function floodsOf(intervals: readonly number[], { fromMicros, toMicros }: Window): Flood[] {
  const floods: Flood[] = []
  let open: Flood | null = null
  intervals.forEach((count, index) => {
    const start = fromMicros + index * intervalMicros
    if (open && count < floodEnds) open = null
    if (!open && count > floodStarts) {
      open = { fromMicros: start, toMicros: start, count: 0, peak: 0 }
      floods.push(open)
    }
    if (!open) return
    open.toMicros = Math.min(start + intervalMicros, toMicros)
    open.count += count
    open.peak = Math.max(open.peak, count)
  })
  return floods
}

function bySource<A extends Announced>(own: readonly A[]): Map<string, A[]> {
  const sources = new Map<string, A[]>()
  for (const one of own) {
    const list = sources.get(one.source)
    if (list) list.push(one)
    else sources.set(one.source, [one])
  }
  return sources
}

/** Of one source in order of time: those that stand within a minute of the second one before them. */
function thirds<A extends Announced>(list: readonly A[]): A[] {
  return list.filter((one, index) => {
    const before = list[index - chatterCount + 1]
    return before !== undefined && one.announcedMicros - before.announcedMicros < minute
  })
}

function chatteringOf(own: readonly Announced[]): { source: string; count: number }[] {
  return [...bySource(own)]
    .map(([source, list]) => ({ source, count: thirds(list).length }))
    .filter(({ count }) => count > 0)
    .sort(byCount)
}

function isFleeting(one: Announced): boolean {
  return endOf(one) - one.announcedMicros < fleetingMicros && one.acknowledgedMicros === null
}

/** Of each source the first that was active for more than a day at some moment of the window. */
function staleOf<A extends Announced>(all: readonly A[], window: Window): A[] {
  const first = new Map<string, A>()
  for (const one of all) {
    if (endOf(one) < window.fromMicros || first.has(one.source)) continue
    const end = Math.min(endOf(one), window.toMicros)
    if (end - one.announcedMicros > staleMicros) first.set(one.source, one)
  }
  return [...first.values()]
}

function badOf(own: readonly Announced[]): Bad[] {
  return [...bySource(own)]
    .map(([source, list]) => ({ source, count: list.length, share: list.length / own.length }))
    .sort(byCount)
    .slice(0, badActorsCount)
}

function byCount(left: { source: string; count: number }, right: { source: string; count: number }): number {
  return right.count - left.count || (left.source < right.source ? -1 : 1)
}

function prioritiesOf(own: readonly Announced[]): Statistics['priorities'] {
  const counts = new Map<number, number>()
  for (const { rank } of own) counts.set(rank, (counts.get(rank) ?? 0) + 1)
  return [...counts]
    .sort(([left], [right]) => left - right)
    .map(([rank, count]) => ({ rank, count, share: count / own.length }))
}

function durationsOf(values: readonly number[]): Durations {
  const sorted = values.toSorted((left, right) => left - right)
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    count: sorted.length,
    meanMicros: sorted.length > 0 ? sum / sorted.length : null,
    medianMicros: quantile(sorted, 0.5),
    ninetiethMicros: quantile(sorted, 0.9),
    maxMicros: sorted.at(-1) ?? null,
  }
}
