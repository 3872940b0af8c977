import { type Credit, credit, type Output } from './credit.ts'
import { type Attribution, type Count, type Run, type TimeClass, timeClasses } from './model.ts'

/** The sums every figure is made from. They add up over machines and periods (OEE-60). */
export type Elements = {
  /** Microseconds per time class. */
  time: Record<TimeClass, bigint>
  /** What was made in planned busy time; null where nothing was counted at all. */
  output: Output | null
  /** AOET: execution time of the orders, in microseconds; null where it is not known. */
  orderMicros: bigint | null
}

/** What figures need beside the attribution of time. */
export type Production = {
  /** Null: this machine counts nothing. An empty list: it counts, and nothing was made. */
  counts: readonly Count[] | null
  runs?: readonly Run[]
  orderMicros?: bigint | null
}

/** Times after ISO 22400-2 clause 6, in microseconds; the abbreviations are the standard's. */
export type Times = {
  calendar: bigint
  /** POT, planned operation time: the calendar less what is not planned. */
  plannedOperation: bigint
  /** PBT, planned busy time: POT less planned stops. Time that is unknown is inside (OEE-51). */
  plannedBusy: bigint
  /** AUBT, actual unit busy time: processing and delay. */
  busy: bigint
  /** AUPT, actual unit processing time: production and setup. */
  processing: bigint
  /** APT, actual production time. */
  production: bigint
  /** AUST, actual unit setup time. */
  setup: bigint
  /** ADET, actual unit delay time. */
  delay: bigint
  /** ADOT, actual unit down time: down and idle. */
  down: bigint
  unknown: bigint
}

/** The sums of one machine and window; `credit` keeps what was made outside the plan. */
export function elementsOf(
  attribution: Attribution,
  production: Production,
): { elements: Elements; credit: Credit | null } {
  const time = {} as Record<TimeClass, bigint>
  for (const timeClass of timeClasses) time[timeClass] = BigInt(attribution.totals[timeClass])
  const credited = production.counts && credit(attribution, production.counts, production.runs ?? [])
  const elements = { time, output: credited?.planned ?? null, orderMicros: production.orderMicros ?? null }
  return { elements, credit: credited }
}

/** The standard's times, each a sum of classes. */
export function timesOf(time: Readonly<Record<TimeClass, bigint>>): Times {
  const processing = time.production + time.setup
  const busy = processing + time.delay
  const down = time.down + time.idle
  const plannedBusy = busy + down + time.unknown
  const plannedOperation = plannedBusy + time.plannedStop
  return {
    calendar: plannedOperation + time.notPlanned,
    plannedOperation,
    plannedBusy,
    busy,
    processing,
    production: time.production,
    setup: time.setup,
    delay: time.delay,
    down,
    unknown: time.unknown,
  }
}
