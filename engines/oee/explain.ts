import { type Elements, timesOf } from './elements.ts'
import { compareText } from './interval.ts'
import { add, compare, multiply, type Ratio, ratio, subtract } from './ratio.ts'

/** Time lost to one cause by one machine, microseconds; below 0 where it was gained, as by over-speed. */
export type Lost = { machine: string; cause: string; lost: Ratio }

/** A line over a stretch of time: what was planned, and where it went. */
export type Part = {
  /** PBT of all machines, microseconds. */
  plannedBusy: bigint
  losses: Lost[]
  /** What is left is the share of PBT that good items needed, or where that is unknown that of production. */
  measure: 'oeeByTime' | 'availability'
}

/** What one cause on one machine did to the figure; shares of planned time, 1 is all of it. */
export type Cause = {
  machine: string
  cause: string
  now: Ratio
  before: Ratio
  /** now − before: what the figure lost (above 0) or won (below 0) by it. */
  change: Ratio
}

export type Explained = {
  measure: Part['measure']
  now: Ratio
  before: Ratio
  /** now − before; exactly the sum of all changes with the sign turned (OEE-81). */
  change: Ratio
  causes: Cause[]
}

/** A stop of a machine, as `explain` wants it. */
export type PartStop = { cause: string; micros: number }

/**
 * One line's part from its machines. Where one of them counts nothing or has no ideal cycle, speed and
 * rejects are left out for all, and the measure is availability (OEE-82).
 */
export function partOf(
  machines: readonly { id: string; elements: Elements; stops: readonly PartStop[] }[],
): Part {
  const isCounted = machines.every(
    ({ elements: { output } }) => output?.ideal !== undefined && output?.ideal !== null && output.idealGood,
  )
  const losses = machines.flatMap(({ id, elements, stops }) => {
    const own = stops.map(({ cause, micros }) => ({ machine: id, cause, lost: ratio(micros) }))
    const { ideal, idealGood } = elements.output ?? {}
    if (!isCounted || machines.length === 0 || !ideal || !idealGood) return own
    const speed = subtract(ratio(elements.time.production), ideal)
    const quality = subtract(ideal, idealGood)
    return [
      ...own,
      { machine: id, cause: 'speed', lost: speed },
      { machine: id, cause: 'quality', lost: quality },
    ]
  })
  const plannedBusy = machines.reduce((sum, one) => sum + timesOf(one.elements.time).plannedBusy, 0n)
  const measure = isCounted && machines.length > 0 ? 'oeeByTime' : 'availability'
  return { plannedBusy, losses, measure }
}

/**
 * Why a line's figure differs from another stretch's (OEE-80 to OEE-83): each cause's share of planned time
 * now, before, and the difference. Null where either has no planned time. When only one of the two knows its
 * output, both are told by availability: a part's speed and quality are then left out.
 */
export function explain(now: Part, before: Part): Explained | null {
  if (now.plannedBusy === 0n || before.plannedBusy === 0n) return null
  const measure = now.measure === before.measure ? now.measure : 'availability'
  const isUsed = (one: Lost) => measure === 'oeeByTime' || (one.cause !== 'speed' && one.cause !== 'quality')
  const causes = new Map<string, Cause>()
  const take = (part: Part, name: 'now' | 'before') => {
    for (const one of part.losses.filter(isUsed)) {
      const { machine, cause } = one
      const key = JSON.stringify([machine, cause])
      const none = ratio(0)
      const known = causes.get(key) ?? { machine, cause, now: none, before: none, change: none }
      known[name] = add(known[name], multiply(one.lost, ratio(1, part.plannedBusy)))
      causes.set(key, known)
    }
  }
  take(now, 'now')
  take(before, 'before')
  const list = [...causes.values()].map((one) => ({ ...one, change: subtract(one.now, one.before) }))
  const left = (name: 'now' | 'before') =>
    list.reduce<Ratio>((rest, one) => subtract(rest, one[name]), ratio(1))
  const after = left('now')
  const earlier = left('before')
  return { measure, now: after, before: earlier, change: subtract(after, earlier), causes: sorted(list) }
}

/** The greatest loss first, then the name. */
function sorted(causes: readonly Cause[]): Cause[] {
  return causes.toSorted(
    (left, right) =>
      compare(right.change, left.change) ||
      compareText(left.machine, right.machine) ||
      compareText(left.cause, right.cause),
  )
}
