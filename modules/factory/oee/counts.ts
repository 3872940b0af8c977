import { type Count, incrementsOf, type SignalPoint } from '@ronghe/oee'

/** The part counters of a machine; a key is absent where the machine has no such counter. */
export type Counters = {
  total?: readonly SignalPoint[]
  good?: readonly SignalPoint[]
  rejected?: readonly SignalPoint[]
}

/** What counters tell of a window, and what they do not. */
export type Counted = {
  /** Null: nothing is counted, or the counter has never moved and so tells nothing. */
  counts: Count[] | null
  /** False: rejected parts are not told apart, so no quality follows. */
  rejectsKnown: boolean
}

type Window = { fromMicros: number; toMicros: number }
export type Growth = { timeMicros: number; quantity: number }

/**
 * Growth of the counters in a window. Good and rejected parts come from their own counters, or from a total
 * and the
 * rejected ones; from a total alone only the total is known. Points before the window give the first growth
 * its start.
 */
export function countsOf(counters: Counters, window: Window): Counted {
  const { total, good, rejected } = counters
  const lists = [total, good, rejected].filter((list) => list !== undefined)
  // A counter that stands at zero is not told apart from one that is not wired, so it proves no zero.
  if (!lists.some((list) => list.some(hasCounted))) return { counts: null, rejectsKnown: false }
  if (good && rejected) {
    const counts = [
      ...growthOf(good, window).map((one) => countOf(one, one.quantity, 0)),
      ...growthOf(rejected, window).map((one) => countOf(one, 0, one.quantity)),
    ]
    return { counts: counts.sort((left, right) => left.timeMicros - right.timeMicros), rejectsKnown: true }
  }
  if (total && rejected)
    return { counts: split(growthOf(total, window), growthOf(rejected, window)), rejectsKnown: true }
  const all = growthOf(total ?? good ?? [], window)
  const counts = total || good ? all.map((one) => countOf(one, one.quantity, 0)) : null
  return { counts, rejectsKnown: false }
}

function hasCounted(point: SignalPoint): boolean {
  return point.quality === 'good' && point.value !== null && Number(point.value) > 0
}

/** A count at t stands for the cycle that ended then, so it is in the window when from < t ≤ to (OEE-20). */
function growthOf(points: readonly SignalPoint[], window: Window): Growth[] {
  return incrementsOf(points)
    .map(({ timeMicros, quantity }) => ({ timeMicros, quantity: Math.round(quantity) }))
    .filter((one) => one.quantity > 0)
    .filter((one) => one.timeMicros > window.fromMicros && one.timeMicros <= window.toMicros)
}

function countOf(one: Growth, good: number, rejected: number): Count {
  return { timeMicros: one.timeMicros, good, rejected }
}

/** Takes rejected parts out of those counted last before the reject, then out of those counted after it. */
export function split(totals: readonly Growth[], rejects: readonly Growth[]): Count[] {
  const counts = totals.map((one) => countOf(one, one.quantity, 0))
  for (const { timeMicros, quantity } of rejects) {
    const before = counts.filter((one) => one.timeMicros <= timeMicros).reverse()
    const after = counts.filter((one) => one.timeMicros > timeMicros)
    let left = quantity
    for (const count of [...before, ...after]) {
      const taken = Math.min(left, count.good)
      count.good -= taken
      count.rejected += taken
      left -= taken
    }
  }
  return counts
}
