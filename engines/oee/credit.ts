import { flatten, type Segment } from './flatten.ts'
import { assertInteger, compareText, segmentAt } from './interval.ts'
import type { Attribution, Count, Run } from './model.ts'
import { add, type Ratio, ratio } from './ratio.ts'

/** What was made in planned busy time. PRI is the planned run time per item. */
export type Output = {
  /** PQ: good and rejected. */
  produced: bigint
  /** GQ. */
  good: bigint
  rejectedStartup: bigint
  /** Σ PRI·PQ over products, in microseconds; null where a counted product has no PRI. */
  ideal: Ratio | null
  /** Σ PRI·GQ over products, in microseconds. */
  idealGood: Ratio | null
  /** Σ PRI·(rejected while starting up), in microseconds. */
  idealStartup: Ratio | null
  /** Produced quantity for which no planned run time is known. */
  withoutIdeal: bigint
}

/** The counts of a window: in the plan, and those made outside it, which no figure uses (OEE-21). */
export type Credit = { planned: Output; outsidePlan: { produced: bigint; good: bigint } }

const zero = ratio(0)

/**
 * Credits counts to the window (OEE-20 to OEE-23). A count stands at the end of a cycle, so a count at t
 * belongs to the microsecond before t: it is in the window when fromMicros < t ≤ toMicros, and windows that
 * adjoin credit it once. Its product's run then gives the planned run time per item. O((counts + runs)
 * log). Throws RangeError on quantities that are not whole numbers of at least 0.
 */
export function credit(attribution: Attribution, counts: readonly Count[], runs: readonly Run[]): Credit {
  const planned = emptyOutput()
  const outsidePlan = { produced: 0n, good: 0n }
  const runAt = runFinder(attribution, runs)
  for (const count of counts) {
    assertCount(count)
    const madeMicros = count.timeMicros - 1
    const stretch = segmentAt(attribution.intervals, madeMicros)
    if (!stretch) continue
    const produced = BigInt(count.good) + BigInt(count.rejected)
    if (stretch.timeClass === 'notPlanned' || stretch.timeClass === 'plannedStop') {
      outsidePlan.produced += produced
      outsidePlan.good += BigInt(count.good)
    } else {
      addCount(planned, count, runAt(madeMicros, count.product ?? null))
    }
  }
  return { planned, outsidePlan }
}

/** An output of nothing. */
export function emptyOutput(): Output {
  const none = { produced: 0n, good: 0n, rejectedStartup: 0n, withoutIdeal: 0n }
  return { ...none, ideal: zero, idealGood: zero, idealStartup: zero }
}

function addCount(output: Output, count: Count, run: Run | null): void {
  const produced = BigInt(count.good) + BigInt(count.rejected)
  const startup = BigInt(count.rejectedStartup ?? 0)
  output.produced += produced
  output.good += BigInt(count.good)
  output.rejectedStartup += startup
  if (produced === 0n) return
  if (run === null || run.plannedMicros === null) {
    output.withoutIdeal += produced
    output.ideal = null
    output.idealGood = null
    output.idealStartup = null
    return
  }
  const of = (quantity: bigint): Ratio => ratio(quantity * BigInt(run.plannedMicros!), run.perItems ?? 1)
  output.ideal = output.ideal && add(output.ideal, of(produced))
  output.idealGood = output.idealGood && add(output.idealGood, of(BigInt(count.good)))
  output.idealStartup = output.idealStartup && add(output.idealStartup, of(startup))
}

/**
 * Of the runs present at a moment the one begun last holds; a count that names its product looks only
 * there.
 */
function runFinder(
  attribution: Attribution,
  runs: readonly Run[],
): (atMicros: number, product: string | null) => Run | null {
  runs.forEach(assertRun)
  const flat = new Map<string | null, Segment<Run>[]>()
  return (atMicros, product) => {
    let segments = flat.get(product)
    if (!segments) {
      const mine = product === null ? runs : runs.filter((run) => run.product === product)
      segments = flatten(mine, attribution.window, byStart)
      flat.set(product, segments)
    }
    return segmentAt(segments, atMicros)?.item ?? null
  }
}

function byStart(left: Run, right: Run): number {
  return right.fromMicros - left.fromMicros || compareText(right.id, left.id)
}

function assertCount(count: Count): void {
  assertInteger(count.timeMicros, 'count timeMicros')
  const startup = count.rejectedStartup ?? 0
  for (const quantity of [count.good, count.rejected, startup]) {
    assertInteger(quantity, 'quantity')
    if (quantity < 0) throw new RangeError(`quantity must be at least 0, not ${quantity}`)
  }
  if (startup > count.rejected) throw new RangeError('rejectedStartup exceeds rejected')
}

function assertRun(run: Run): void {
  assertInteger(run.fromMicros, `run ${run.id} fromMicros`)
  assertInteger(run.toMicros, `run ${run.id} toMicros`)
  if (run.plannedMicros !== null) {
    assertInteger(run.plannedMicros, `run ${run.id} plannedMicros`)
    if (run.plannedMicros <= 0) throw new RangeError(`run ${run.id} plannedMicros must be positive`)
  }
  assertInteger(run.perItems ?? 1, `run ${run.id} perItems`)
  if ((run.perItems ?? 1) <= 0) throw new RangeError(`run ${run.id} perItems must be positive`)
}
